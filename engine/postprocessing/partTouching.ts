// Parts nuclei that touch in a segmentation map: small networks often see the outline of a cluster and not the borders within.
// The map keeps its colours; where a watershed of distances parts two nuclei, it gets the green of a border, so that everything
// after it, thresholds of users included, finds the nuclei apart.

import type { Raster } from '../protocol/raster.js';
import { MPP_AT_40X } from '../protocol/scale.js';
import { distanceTransform } from './distanceTransform.js';
import type { PostProcessor } from './postProcessors.js';
import { isNucleusPixel } from './pixelClasses.js';
import { peaksOf, watershed } from './watershed.js';

/** Least distance of the middles of two nuclei, in pixels of 0.25 µm: 3 µm. */
const LEAST_DISTANCE_PX = 12;
/** Two parts are one nucleus if they meet at this share of the lower peak, or above. Chosen on H&E tiles (TNBC). */
const WIDEST_WAIST = 0.75;
/** Passes of the smoothing of distances; two are a Gaussian of about 1 px, which leaves no peaks of single pixels. */
const SMOOTHING_PASSES = 2;

export const touchingNucleiParted: PostProcessor = {
  id: 'part-touching',
  title: 'Part touching nuclei',
  detail: 'A watershed of distances parts nuclei that touch.',
  mpp: MPP_AT_40X,
  overlapPx: 64,
  needs: [],
  process(map) {
    partTouching(map);
    return map;
  },
};

/** @param map (H, W, 3) of 40x, changed in place */
export function partTouching(map: Raster): void {
  const { width, height, data } = map;
  const isNucleus = new Uint8Array(width * height);
  for (let i = 0; i < isNucleus.length; i++) isNucleus[i] = isNucleusPixel(data, 3 * i) ? 1 : 0;
  let heights = distanceTransform(isNucleus, width, height);
  for (let pass = 0; pass < SMOOTHING_PASSES; pass++) heights = smoothed(heights, width, height);
  heights = heights.map((value, i) => (isNucleus[i] === 1 ? value : 0));
  const peaks = peaksOf(heights, width, height, LEAST_DISTANCE_PX);
  const labels = withoutShallowParts(watershed(heights, width, height, peaks), heights, peaks, width);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      if (touchesAnother(labels, x, y, width, height)) data[3 * (y * width + x) + 1] = 255;
}

/**
 * Labels of one nucleus become one: where two parts meet nearly as high as the lower of their peaks, there is no waist, but an
 * uneven outline. Pairs with the highest pass come first.
 */
function withoutShallowParts(
  labels: Int32Array,
  heights: Float32Array,
  peaks: readonly number[],
  width: number,
): Int32Array {
  const passes = passesBetween(labels, heights, width, peaks.length + 1);
  const joined = Int32Array.from({ length: peaks.length + 1 }, (_, label) => label);
  const peakOf = Float32Array.from([0, ...peaks.map((at) => heights[at]!)]);
  const nucleusOf = (label: number): number => {
    let own = label;
    while (joined[own] !== own) own = joined[own]!;
    return own;
  };
  for (const { a, b, pass } of passes) {
    const [first, second] = [nucleusOf(a), nucleusOf(b)];
    const [higher, lower] = peakOf[first]! >= peakOf[second]! ? [first, second] : [second, first];
    if (pass >= WIDEST_WAIST * peakOf[lower]!) joined[lower] = higher;
  }
  return labels.map(nucleusOf);
}

interface Pass {
  readonly a: number;
  readonly b: number;
  /** Height at which the two parts meet. */
  readonly pass: number;
}

/** Highest pass between each two parts that touch, the highest first. */
function passesBetween(
  labels: Int32Array,
  heights: Float32Array,
  width: number,
  count: number,
): readonly Pass[] {
  const highest = new Map<number, number>();
  labels.forEach((own, i) => {
    if (own === 0) return;
    for (const j of [(i + 1) % width === 0 ? -1 : i + 1, i + width]) {
      const other = j < 0 || j >= labels.length ? 0 : labels[j]!;
      if (other === 0 || other === own) continue;
      const pair = Math.min(own, other) * count + Math.max(own, other);
      highest.set(pair, Math.max(highest.get(pair) ?? 0, Math.min(heights[i]!, heights[j]!)));
    }
  });
  return [...highest]
    .map(([pair, pass]) => ({ a: Math.floor(pair / count), b: pair % count, pass }))
    .sort((one, other) => other.pass - one.pass);
}

/** True if a pixel has another nucleus to its right or below: a line of one pixel closes against all eight neighbours. */
function touchesAnother(labels: Int32Array, x: number, y: number, width: number, height: number): boolean {
  const own = labels[y * width + x]!;
  if (own === 0) return false;
  const isOther = (dx: number, dy: number) => {
    if (x + dx < 0 || x + dx >= width || y + dy >= height) return false;
    const label = labels[(y + dy) * width + x + dx]!;
    return label !== 0 && label !== own;
  };
  return isOther(1, 0) || isOther(0, 1) || isOther(1, 1) || isOther(-1, 1);
}

/** Mean with weights 1, 2, 1 along both axes; the border is repeated outwards. */
function smoothed(field: Float32Array, width: number, height: number): Float32Array {
  const rows = new Float32Array(field.length);
  const both = new Float32Array(field.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [left, right] = [Math.max(0, x - 1), Math.min(width - 1, x + 1)];
      const row = y * width;
      rows[row + x] = (field[row + left]! + 2 * field[row + x]! + field[row + right]!) / 4;
    }
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const [above, below] = [Math.max(0, y - 1) * width, Math.min(height - 1, y + 1) * width];
      both[y * width + x] = (rows[above + x]! + 2 * rows[y * width + x]! + rows[below + x]!) / 4;
    }
  return both;
}
