// Nuclei of two label images of one picture: which of them share pixels, and how many. All scores of nuclei start here.

import type { Components } from './components.js';

/** Pixels that nucleus `truth` and nucleus `predicted` share. */
export interface Overlap {
  readonly truth: number;
  readonly predicted: number;
  readonly pixels: number;
  /** Shared pixels over those of either, 0 … 1. */
  readonly iou: number;
}

/** Pairs that share pixels, by the number of the true nucleus, then of the predicted one. @throws RangeError */
export function overlaps(truth: Components, predicted: Components): Overlap[] {
  if (truth.labels.length !== predicted.labels.length)
    throw new RangeError('Nuclei of pictures of different sizes cannot be compared.');
  const pixels = new Map<number, number>();
  const stride = predicted.count + 1;
  for (let i = 0; i < truth.labels.length; i++) {
    const [t, p] = [truth.labels[i]!, predicted.labels[i]!];
    if (t === 0 || p === 0) continue;
    const pair = t * stride + p;
    pixels.set(pair, (pixels.get(pair) ?? 0) + 1);
  }
  return [...pixels]
    .sort(([a], [b]) => a - b)
    .map(([pair, shared]) => {
      const [t, p] = [Math.floor(pair / stride), pair % stride];
      const union = truth.areas[t]! + predicted.areas[p]! - shared;
      return { truth: t, predicted: p, pixels: shared, iou: shared / union };
    });
}

/** Nuclei of a label image whose numbers may have gaps, numbered 1, 2, … in the order of their numbers there. */
export function instancesOf(labels: Int32Array | Uint16Array | readonly number[]): Components {
  const numbers = new Set<number>();
  for (const label of labels) if (label !== 0) numbers.add(label);
  const order = new Map([...numbers].sort((a, b) => a - b).map((number, i) => [number, i + 1]));
  const areas = new Int32Array(order.size + 1);
  const renumbered = Int32Array.from({ length: labels.length }, (_, i) => order.get(labels[i]!) ?? 0);
  for (const label of renumbered) areas[label]!++;
  return { labels: renumbered, count: order.size, areas };
}
