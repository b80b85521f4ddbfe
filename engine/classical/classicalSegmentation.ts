// Classical segmentation of IHC, a baseline to compare models with: colour deconvolution with the vectors of Ruifrok and Johnston,
// Otsu's threshold of each stain, a watershed of the distance transform, and the class of most pixels of each nucleus. Nothing
// is learned.

import { components } from '../evaluation/components.js';
import { dabDensity, hematoxylinDensity, type LevelSums } from '../measurements/stains.js';
import { NEGATIVE, NEGATIVE_BORDER, POSITIVE, POSITIVE_BORDER } from '../postprocessing/labels.js';
import type { Raster } from '../protocol/raster.js';
import { smoothPlane } from '../rendering/smooth.js';
import { quantile } from '../statistics/quantile.js';
import { distanceTransform } from '../postprocessing/distanceTransform.js';
import { otsuThreshold } from './otsu.js';
import { peaksOf, watershed } from '../postprocessing/watershed.js';

export interface ClassicalOptions {
  /** Micrometres per pixel. */
  readonly mpp: number;
  /** Least density of brown pixels; Otsu's threshold counts if it is higher. */
  readonly dabThreshold?: number;
  /** Densities of the stains by levels. Default: the vectors of Ruifrok and Johnston. */
  readonly stains?: { readonly hematoxylin: LevelSums; readonly dab: LevelSums };
}

export interface ClassicalSegmentation {
  /** Labels of pixels as post-processing has them (postprocessing/labels): bodies, and outlines between and around them. */
  readonly mask: Raster;
  readonly positive: number;
  readonly negative: number;
}

/** Threshold of QuPath's positive cell detection. */
export const DEFAULT_DAB_THRESHOLD = 0.2;
/** Smoothing of the stains before the threshold, and of the distances before peaks are sought. */
const STAIN_SIGMA_UM = 0.4;
const DISTANCE_SIGMA_UM = 0.25;
/** Least density of hematoxylin: Otsu's rule parts the noise of an image without any. */
const LEAST_DENSITY = 0.05;
/** Share of the pixels of an image whose stain is that of glass and slide, which is no stain. */
const BACKGROUND_QUANTILE = 0.1;
/** Density that transmits a tenth of the light. */
const DARK_DENSITY = 1;
/** Smallest nucleus, and smallest distance between the middles of two. */
const LEAST_AREA_UM2 = 10;
const LEAST_DISTANCE_UM = 3;

/** @param image (H, W, 3), 8 bits */
export function classicalSegmentation(image: Raster, options: ClassicalOptions): ClassicalSegmentation {
  const { width, height } = image;
  const { mpp, dabThreshold = DEFAULT_DAB_THRESHOLD } = options;
  const { stains = { hematoxylin: hematoxylinDensity, dab: dabDensity } } = options;
  const smoothed = (stain: LevelSums) => {
    const plane = smoothPlane(stainPlane(image, stain), width, height, STAIN_SIGMA_UM / mpp);
    const background = quantile(Float64Array.from(plane).sort(), BACKGROUND_QUANTILE);
    return plane.map((value) => Math.max(0, value - background));
  };
  const above = (plane: Float32Array, threshold: number) =>
    Uint8Array.from(plane, (value) => (value > threshold ? 1 : 0));
  const dab = smoothed(stains.dab);
  // Saturated pixels count as dark, not as darker: they would raise the threshold above faint nuclei.
  const limited = dab.map((value) => Math.min(value, DARK_DENSITY));
  const brown = above(dab, Math.max(dabThreshold, otsuThreshold(limited) ?? Infinity));
  // Dark DAB looks like hematoxylin, too: with brown pixels, the threshold would miss all blue nuclei.
  const hematoxylin = smoothed(stains.hematoxylin);
  const notBrown = hematoxylin.filter((_, i) => dab[i]! <= dabThreshold);
  const blue = above(hematoxylin, Math.max(LEAST_DENSITY, otsuThreshold(notBrown) ?? Infinity));
  const isNucleus = blue.map((value, i) => value | brown[i]!);
  const leastPx = Math.max(1, Math.round(LEAST_AREA_UM2 / mpp ** 2));
  fillHoles(isNucleus, width, height, leastPx);
  const distances = distanceTransform(isNucleus, width, height);
  const smooth = smoothPlane(distances, width, height, DISTANCE_SIGMA_UM / mpp).map((value, i) =>
    isNucleus[i] === 1 ? value : 0,
  );
  const labels = watershed(smooth, width, height, peaksOf(smooth, width, height, LEAST_DISTANCE_UM / mpp));
  return drawn(labels, brown, { width, height, leastPx });
}

function stainPlane({ width, height, channels, data }: Raster, [red, green, blue]: LevelSums): Float32Array {
  const at = (i: number, channel: number) => data[i * channels + (channels === 3 ? channel : 0)]!;
  return Float32Array.from(
    { length: width * height },
    (_, i) => red[at(i, 0)]! + green[at(i, 1)]! + blue[at(i, 2)]!,
  );
}

/** Pieces of the background that are smaller than a nucleus belong to the nucleus around them. */
function fillHoles(mask: Uint8Array, width: number, height: number, mostPx: number): void {
  const outside = components(
    mask.map((value) => 1 - value),
    width,
    height,
  );
  mask.forEach((_, i) => {
    const label = outside.labels[i]!;
    if (label !== 0 && outside.areas[label]! < mostPx) mask[i] = 1;
  });
}

/** Mask of the nuclei that are large enough, each with its class, parted by outlines. */
function drawn(
  labels: Int32Array,
  brown: Uint8Array,
  { width, height, leastPx }: { readonly width: number; readonly height: number; readonly leastPx: number },
): ClassicalSegmentation {
  const count = labels.reduce((most, label) => Math.max(most, label), 0);
  const areas = new Int32Array(count + 1);
  const browns = new Int32Array(count + 1);
  labels.forEach((label, i) => {
    areas[label]!++;
    browns[label]! += brown[i]!;
  });
  const isPositive = (label: number) => 2 * browns[label]! >= areas[label]!;
  const isKept = (label: number) => label !== 0 && areas[label]! >= leastPx;
  const data = new Uint8Array(width * height);
  const other = (i: number, label: number): number => {
    const [x, y] = [i % width, Math.floor(i / width)];
    for (let dy = -1; dy <= 1; dy++)
      for (let dx = -1; dx <= 1; dx++) {
        if (x + dx < 0 || y + dy < 0 || x + dx >= width || y + dy >= height) continue;
        const beside = labels[i + dy * width + dx]!;
        // The later of two nuclei that touch gives its pixels to the outline.
        if (beside !== label && isKept(beside) && (label === 0 || beside < label)) return beside;
      }
    return 0;
  };
  labels.forEach((label, i) => {
    const own = isKept(label) ? label : 0;
    const beside = other(i, own);
    if (beside === 0 && own === 0) return;
    const positive = isPositive(own === 0 ? beside : own);
    if (beside === 0) data[i] = positive ? POSITIVE : NEGATIVE;
    else data[i] = positive ? POSITIVE_BORDER : NEGATIVE_BORDER;
  });
  const kept = [...areas.keys()].filter(isKept);
  const positive = kept.filter(isPositive).length;
  return { mask: { width, height, channels: 1, data }, positive, negative: kept.length - positive };
}
