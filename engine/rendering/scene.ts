// Nuclei of a picture to render: sources, scaled and turned, are laid down one after the other with their neighbourhoods.

import type { Random } from '../random/random.js';
import { nearestIndex, type Field, type Size } from './field.js';
import type { NucleusSource, Section } from './nucleusSource.js';

export interface Scene extends Size {
  /** A number per nucleus, 0 is background; 1 … count. */
  readonly labels: Int32Array;
  readonly texture: Field;
  readonly count: number;
  /** Real stains of the whole picture, where it is a cutting from one section. */
  readonly section?: Section;
}

/** Nuclei at 40x are as wide as this, pixels. */
const NARROWEST_PX = 17;
const WIDEST_PX = 45;
/** A nucleus that lies on others with more than this share of its pixels is left out. */
const MOST_COVERED = 0.15;
const MOST_SOURCES = 40;
/** A nucleus with fewer pixels is a sliver at the border or what another one has left of it. */
const FEWEST_PIXELS = 12;
/** Share of pictures that are cuttings from one section, with all that lies between its nuclei. */
const SECTION_SHARE = 0.6;

/**
 * @param sources at least one
 * @param fullness share of the picture that nuclei cover at least, if enough neighbourhoods fit, 0 … 1
 */
export function drawScene(
  sources: readonly NucleusSource[],
  size: Size,
  fullness: number,
  random: Random,
): Scene {
  const cutting = random.uniform() < SECTION_SHARE ? cuttingOf(sources, size, random) : undefined;
  if (cutting) return cutting;
  const labels = new Int32Array(size.width * size.height);
  const texture = new Float32Array(labels.length);
  // Tissue is of one kind: one to three pictures, at sizes that differ little.
  const kinds = Array.from({ length: 1 + random.below(3) }, () => sources[random.below(sources.length)]!);
  const widthPx = NARROWEST_PX * (WIDEST_PX / NARROWEST_PX) ** random.uniform();
  let count = 0;
  for (let i = 0; i < MOST_SOURCES && coveredBy(labels) < fullness; i++) {
    const source = kinds[random.below(kinds.length)]!;
    const scale = (widthPx * Math.exp(0.12 * random.normal())) / source.diameterPx;
    const placed = place(source, scale, size, random);
    count = paste(placed, { labels, texture }, count);
  }
  const smooth = smoothOutlines(smoothOutlines(labels, size), size);
  return { ...size, ...renumbered(smooth, count), texture };
}

function coveredBy(labels: Int32Array): number {
  return labels.reduce((sum, label) => sum + (label === 0 ? 0 : 1), 0) / labels.length;
}

/** A part of one section, at a size, turned and mirrored; undefined if the section drawn is too small for the picture. */
function cuttingOf(sources: readonly NucleusSource[], size: Size, random: Random): Scene | undefined {
  const sections = sources.filter(({ section }) => section !== undefined);
  if (sections.length === 0) return undefined;
  const source = sections[random.below(sections.length)]!;
  const { section, width, height, diameterPx } = source;
  const wanted = (NARROWEST_PX * (WIDEST_PX / NARROWEST_PX) ** random.uniform()) / diameterPx;
  const scale = Math.max(wanted, size.width / width, size.height / height);
  if (!section || scale * diameterPx > WIDEST_PX) return undefined;
  const [turned, mirrored, flipped] = [
    random.uniform() < 0.5,
    random.uniform() < 0.5,
    random.uniform() < 0.5,
  ];
  const across = turned ? size.height : size.width;
  const down = turned ? size.width : size.height;
  const left = random.uniform() * (width - across / scale);
  const top = random.uniform() * (height - down / scale);
  const pixels = size.width * size.height;
  const labels = new Int32Array(pixels);
  const [texture, hematoxylin, counterstain] = [0, 1, 2].map(() => new Float32Array(pixels)) as [
    Field,
    Field,
    Field,
  ];
  for (let y = 0; y < size.height; y++)
    for (let x = 0; x < size.width; x++) {
      const [s, t] = turned ? [y, x] : [x, y];
      const u = left + ((mirrored ? across - 1 - s : s) + 0.5) / scale - 0.5;
      const v = top + ((flipped ? down - 1 - t : t) + 0.5) / scale - 0.5;
      const i = y * size.width + x;
      const nearest = nearestIndex(v, height) * width + nearestIndex(u, width);
      labels[i] = source.labels[nearest]!;
      texture[i] = sampled(source.texture, source, u, v);
      hematoxylin[i] = sampled(section.hematoxylin, source, u, v);
      counterstain[i] = sampled(section.counterstain, source, u, v);
    }
  const smooth = smoothOutlines(smoothOutlines(labels, size), size);
  return { ...size, ...renumbered(smooth, source.count), texture, section: { hematoxylin, counterstain } };
}

/** Bilinear; beyond its border a field goes on as it ends. */
function sampled(field: Field, { width, height }: Size, u: number, v: number): number {
  const [column, row] = [Math.floor(u), Math.floor(v)];
  const [fx, fy] = [u - column, v - row];
  const at = (dx: number, dy: number) =>
    field[nearestIndex(row + dy, height) * width + nearestIndex(column + dx, width)]!;
  return (at(0, 0) * (1 - fx) + at(1, 0) * fx) * (1 - fy) + (at(0, 1) * (1 - fx) + at(1, 1) * fx) * fy;
}

interface Placed {
  /** Pixel of the picture → pixel of the source, or −1. */
  readonly from: Int32Array;
  readonly source: NucleusSource;
}

function place(source: NucleusSource, scale: number, { width, height }: Size, random: Random): Placed {
  const angle = 2 * Math.PI * random.uniform();
  const mirror = random.uniform() < 0.5 ? -1 : 1;
  const [cos, sin] = [Math.cos(angle) / scale, Math.sin(angle) / scale];
  const [centreX, centreY] = [random.uniform() * width, random.uniform() * height];
  const from = new Int32Array(width * height).fill(-1);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [dx, dy] = [mirror * (x - centreX), y - centreY];
      const u = Math.round(dx * cos + dy * sin + source.width / 2);
      const v = Math.round(dy * cos - dx * sin + source.height / 2);
      if (u < 0 || v < 0 || u >= source.width || v >= source.height) continue;
      from[y * width + x] = v * source.width + u;
    }
  return { from, source };
}

/** Adds the nuclei that lie on free ground; returns the number of nuclei. */
function paste(
  { from, source }: Placed,
  into: { readonly labels: Int32Array; readonly texture: Field },
  count: number,
): number {
  const [pixels, covered] = [new Int32Array(source.count + 1), new Int32Array(source.count + 1)];
  from.forEach((at, i) => {
    const label = at < 0 ? 0 : source.labels[at]!;
    if (label === 0) return;
    pixels[label]!++;
    if (into.labels[i] !== 0) covered[label]!++;
  });
  const numbers = new Int32Array(source.count + 1);
  let next = count;
  for (let label = 1; label <= source.count; label++)
    if (pixels[label]! >= FEWEST_PIXELS && covered[label]! <= MOST_COVERED * pixels[label]!)
      numbers[label] = ++next;
  from.forEach((at, i) => {
    const number = at < 0 ? 0 : numbers[source.labels[at]!]!;
    if (number === 0 || into.labels[i] !== 0) return;
    into.labels[i] = number;
    into.texture[i] = source.texture[at]!;
  });
  return next;
}

/** Each pixel takes the number that most of the nine pixels around it have: enlarged outlines lose their steps. */
function smoothOutlines(labels: Int32Array, { width, height }: Size): Int32Array {
  const result = Int32Array.from(labels);
  const around = new Int32Array(9);
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      let differs = false;
      for (let k = 0; k < 9; k++) {
        around[k] = labels[at + (Math.floor(k / 3) - 1) * width + (k % 3) - 1]!;
        differs ||= around[k] !== labels[at];
      }
      if (differs) result[at] = mostFrequent(around, labels[at]!);
    }
  return result;
}

/** The value that occurs most often; `own` if others are no more frequent. */
function mostFrequent(values: Int32Array, own: number): number {
  let [best, most] = [own, 0];
  for (const value of [own, ...values]) {
    let count = 0;
    for (const other of values) if (other === value) count++;
    if (count > most) [best, most] = [value, count];
  }
  return best;
}

/** Nuclei with enough pixels, numbered without gaps. */
function renumbered(labels: Int32Array, count: number): { labels: Int32Array; count: number } {
  const areas = new Int32Array(count + 1);
  for (const label of labels) areas[label]!++;
  const numbers = new Int32Array(count + 1);
  let next = 0;
  for (let label = 1; label <= count; label++) if (areas[label]! >= FEWEST_PIXELS) numbers[label] = ++next;
  return { labels: labels.map((label) => numbers[label]!), count: next };
}
