// The Aggregated Jaccard Index of two sets of nuclei (Kumar et al., IEEE Transactions on Medical Imaging 36, 2017,
// algorithm 1), and the reference's lenient form of it (docs/reference.md 8.1).

import type { Components } from './components.js';

/** Pixels that piece `truth` and piece `predicted` share. */
interface Overlap {
  readonly truth: number;
  readonly predicted: number;
  readonly pixels: number;
}

/**
 * AJI of one class, 0 … 1: intersections over unions of every true nucleus with the predicted one of the largest IoU;
 * nuclei of both sides that have no partner count as union. Null if there are no nuclei at all.
 */
export function aggregatedJaccard(truth: Components, predicted: Components): number | null {
  const partners = new Map<number, Overlap & { readonly iou: number }>();
  for (const overlap of overlaps(truth, predicted)) {
    const union = truth.areas[overlap.truth]! + predicted.areas[overlap.predicted]! - overlap.pixels;
    const iou = overlap.pixels / union;
    if (iou > (partners.get(overlap.truth)?.iou ?? 0)) partners.set(overlap.truth, { ...overlap, iou });
  }
  const used = new Set<number>();
  let [intersection, union] = [0, 0];
  for (let nucleus = 1; nucleus <= truth.count; nucleus++) {
    const partner = partners.get(nucleus);
    union += truth.areas[nucleus]!;
    if (!partner) continue;
    intersection += partner.pixels;
    union += predicted.areas[partner.predicted]! - partner.pixels;
    used.add(partner.predicted);
  }
  union += areaWithout(predicted, used);
  return union === 0 ? null : intersection / union;
}

/**
 * AJI as the reference computes it: each true nucleus, in order, takes the predicted one with which it shares most
 * pixels and that is still free; a true nucleus without one costs nothing. 0 if there is nothing to compare.
 */
export function referenceAggregatedJaccard(truth: Components, predicted: Components): number {
  const byNucleus = new Map<number, Overlap[]>();
  for (const overlap of overlaps(truth, predicted))
    byNucleus.set(overlap.truth, [...(byNucleus.get(overlap.truth) ?? []), overlap]);
  const used = new Set<number>();
  let [intersection, union] = [0, 0];
  for (let nucleus = 1; nucleus <= truth.count; nucleus++) {
    let best: Overlap | undefined;
    for (const overlap of byNucleus.get(nucleus) ?? [])
      if (!used.has(overlap.predicted) && overlap.pixels > (best?.pixels ?? 0)) best = overlap;
    if (!best) continue;
    used.add(best.predicted);
    intersection += best.pixels;
    union += truth.areas[nucleus]! + predicted.areas[best.predicted]! - best.pixels;
  }
  union += areaWithout(predicted, used);
  return union === 0 ? 0 : intersection / union;
}

/** Pairs of pieces that share pixels, by the number of the true piece, then of the predicted one. */
function overlaps(truth: Components, predicted: Components): Overlap[] {
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
    .map(([pair, shared]) => ({
      truth: Math.floor(pair / stride),
      predicted: pair % stride,
      pixels: shared,
    }));
}

function areaWithout(pieces: Components, used: ReadonlySet<number>): number {
  let area = 0;
  for (let piece = 1; piece <= pieces.count; piece++) if (!used.has(piece)) area += pieces.areas[piece]!;
  return area;
}
