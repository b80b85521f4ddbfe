// Real nuclei to draw with: a picture with a number per nucleus, made into nuclei with their outline and the texture of their
// chromatin. Neighbourhoods stay as they lie, since touching and crowding are what a model must learn.

import type { Raster } from '../protocol/raster.js';
import type { Field } from './field.js';

export interface NucleusSource {
  readonly width: number;
  readonly height: number;
  /** A number per nucleus, 0 is background. */
  readonly labels: Int32Array;
  /** Amount of chromatin within each nucleus: mean 0, standard deviation 1 over its pixels; 0 outside. */
  readonly texture: Field;
  /** Diameter of the median nucleus as a disc, pixels. */
  readonly diameterPx: number;
  /** Numbers of nuclei that are whole: not cut by the border. */
  readonly count: number;
  /** Stains of the whole section, where the picture is one in bright field. */
  readonly section?: Section;
}

/** Contents of a stained section, pixel by pixel: nuclei and everything between them. */
export interface Section {
  /** Optical density of hematoxylin; 1 is the mean over the nuclei. */
  readonly hematoxylin: Field;
  /** That of the other stain, as eosin; 1 is the mean between the nuclei. */
  readonly counterstain: Field;
}

/** Smaller pieces are no nuclei; larger ones are clumps. In parts of the median area. */
const SMALLEST_PART = 0.15;

/**
 * @param isBright true for fluorescence, where chromatin is bright; false for bright field
 * @returns undefined if the picture has no nucleus
 */
export function nucleusSource(
  picture: Raster,
  labels: Int32Array | Uint16Array,
  isBright: boolean,
): NucleusSource | undefined {
  const { width, height } = picture;
  if (labels.length !== width * height) throw new RangeError('Labels must have the size of their picture.');
  const areas = new Map<number, number>();
  for (const label of labels) if (label !== 0) areas.set(label, (areas.get(label) ?? 0) + 1);
  const sorted = [...areas.values()].sort((a, b) => a - b);
  const median = sorted[Math.floor(sorted.length / 2)];
  if (median === undefined) return undefined;
  const kept = new Map<number, number>();
  for (const [label, area] of areas) if (area >= SMALLEST_PART * median) kept.set(label, kept.size + 1);
  const own = Int32Array.from({ length: labels.length }, (_, i) => kept.get(labels[i]!) ?? 0);
  return {
    ...{ width, height, labels: own },
    texture: textureOf(picture, own, kept.size, isBright ? 1 : -1),
    diameterPx: 2 * Math.sqrt(median / Math.PI),
    count: kept.size,
    ...(isBright ? {} : { section: sectionOf(picture, own) }),
  };
}

/** Levels brighter than all but this share of a picture are glass. */
const GLASS_SHARE = 0.98;
/** Densities of hematoxylin in red and green light, of amount 1 (Ruifrok and Johnston 2001); eosin lets red light pass. */
const [HEMATOXYLIN_RED, HEMATOXYLIN_GREEN] = [0.65, 0.7];
const MOST_DENSITY = 4;

/** Hematoxylin is what darkens red light, the other stain what darkens green light beyond that. */
function sectionOf({ channels, data }: Raster, labels: Int32Array): Section {
  const density = (channel: number) => {
    const levels = Uint8Array.from({ length: labels.length }, (_, i) => data[i * channels + channel]!);
    const glass = Uint8Array.from(levels).sort()[Math.floor(GLASS_SHARE * (levels.length - 1))]!;
    return Float32Array.from(levels, (level) => Math.max(0, Math.log10((glass + 1) / (level + 1))));
  };
  const red = density(0);
  const green = channels > 1 ? density(1) : red;
  const hematoxylin = red.map((value) => value / HEMATOXYLIN_RED);
  const other = green.map((value, i) => Math.max(0, value - HEMATOXYLIN_GREEN * hematoxylin[i]!));
  return {
    hematoxylin: inUnitsOfItsMean(hematoxylin, (i) => labels[i] !== 0),
    counterstain: inUnitsOfItsMean(other, (i) => labels[i] === 0),
  };
}

function inUnitsOfItsMean(field: Field, counts: (i: number) => boolean): Field {
  let [sum, pixels] = [0, 0];
  field.forEach((value, i) => {
    if (!counts(i)) return;
    sum += value;
    pixels++;
  });
  const mean = sum / Math.max(1, pixels);
  return field.map((value) => (mean < 1e-3 ? 0 : Math.min(MOST_DENSITY, value / mean)));
}

function textureOf(picture: Raster, labels: Int32Array, count: number, sign: number): Field {
  const { channels, data } = picture;
  const grey = Float32Array.from({ length: labels.length }, (_, i) => {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += data[i * channels + c]!;
    return (sign * sum) / channels;
  });
  const [sums, squares, areas] = [0, 1, 2].map(() => new Float64Array(count + 1)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  labels.forEach((label, i) => {
    sums[label]! += grey[i]!;
    squares[label]! += grey[i]! ** 2;
    areas[label]!++;
  });
  return grey.map((value, i) => {
    const label = labels[i]!;
    if (label === 0) return 0;
    const mean = sums[label]! / areas[label]!;
    const deviation = Math.sqrt(Math.max(0, squares[label]! / areas[label]! - mean ** 2));
    // A flat nucleus, as in saturated fluorescence, has no texture rather than noise.
    return deviation < 1 ? 0 : Math.max(-3, Math.min(3, (value - mean) / deviation));
  });
}
