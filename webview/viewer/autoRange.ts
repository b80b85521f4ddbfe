// Automatic brightness and contrast of a layer: from the 0.1th to the 99.9th percentile of the values in all panes, so that
// the same layer of two results looks the same.

import type { Pane, PictureLayer } from '../messages/viewer.js';
import { drawable } from './drawable.js';
import { valuesOf, type LookRange } from './looks.js';
import { lookOf, type Looks } from './paneParts.js';
import type { Piece } from './pictureStore.js';
import { densityOf, densityOfColour } from './stainDensity.js';

const BINS = 256;
const TAIL = 0.001;
/** Longest side of the sample that is counted. */
const SAMPLE_PX = 384;

/** Range between the tails of histograms over 0 … `most`; undefined if they are empty. Pure. */
export function rangeOfHistograms(
  histograms: readonly ArrayLike<number>[],
  most: number,
): LookRange | undefined {
  const sums = Array.from({ length: BINS }, (_, bin) =>
    histograms.reduce((sum, each) => sum + each[bin]!, 0),
  );
  const total = sums.reduce((sum, count) => sum + count, 0);
  if (total === 0) return undefined;
  let low = 0;
  for (let below = sums[0]!; below <= TAIL * total && low < BINS - 1;) below += sums[++low]!;
  let high = BINS - 1;
  for (let above = sums[high]!; above <= TAIL * total && high > 0;) above += sums[--high]!;
  const unit = most / (BINS - 1);
  return high > low ? { low: low * unit, high: high * unit } : { low: 0, high: Math.max(1, high) * unit };
}

/** Values of a layer's pixels in 256 bins over 0 … `most`. Pure. */
export function histogramOf(layer: Pick<PictureLayer, 'id'>, rgba: ArrayLike<number>): Uint32Array {
  const counts = new Uint32Array(BINS);
  const density = densityOf(layer);
  const unit = valuesOf(layer).most / (BINS - 1);
  const colour = [0, 0, 0];
  for (let at = 0; at < rgba.length; at += 4) {
    for (let i = 0; i < 3; i++) colour[i] = rgba[at + i]!;
    const value = density ? densityOfColour(density, colour) : Math.max(...colour);
    counts[Math.min(BINS - 1, Math.max(0, Math.round(value / unit)))]!++;
  }
  return counts;
}

const known = new WeakMap<Piece['image'], Map<string, Uint32Array>>();

/** Looks with numbers for automatic ranges; all values are shown until a picture is here. */
export function withRanges(
  looks: Looks,
  panes: readonly Pane[],
  overviewOf: (layer: PictureLayer) => Piece | undefined,
): Looks {
  const layers = panes.flatMap((pane) => pane.layers);
  const changed = layers.flatMap((layer) => {
    const look = lookOf(looks, layer);
    if (look.range !== 'auto') return [];
    const pieces = layers.filter(({ id }) => id === layer.id).flatMap((same) => overviewOf(same) ?? []);
    const histograms = pieces.map(({ image }) => knownHistogram(layer, image));
    const { most, full } = valuesOf(layer);
    return [[layer.id, { ...look, range: rangeOfHistograms(histograms, most) ?? full }] as const];
  });
  return changed.length === 0 ? looks : { ...looks, ...Object.fromEntries(changed) };
}

function knownHistogram(layer: PictureLayer, image: Piece['image']): Uint32Array {
  const of = known.get(image) ?? new Map<string, Uint32Array>();
  known.set(image, of);
  const kind = densityOf(layer) ?? '';
  const histogram = of.get(kind) ?? histogramOf(layer, sampleOf(image));
  of.set(kind, histogram);
  return histogram;
}

/** Every so manieth pixel of an image, not their means, so that the extremes stay. */
function sampleOf(image: Piece['image']): Uint8ClampedArray {
  const scale = Math.min(1, SAMPLE_PX / Math.max(image.width, image.height));
  const [width, height] = [image.width, image.height].map((side) => Math.max(1, Math.round(side * scale)));
  const context = new OffscreenCanvas(width!, height!).getContext('2d', { willReadFrequently: true })!;
  context.imageSmoothingEnabled = false;
  context.drawImage(drawable(image), 0, 0, width!, height!);
  return context.getImageData(0, 0, width!, height!).data;
}
