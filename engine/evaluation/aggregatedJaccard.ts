// The Aggregated Jaccard Index of two sets of nuclei (Kumar et al., IEEE Transactions on Medical Imaging 36, 2017,
// algorithm 1), and the reference's lenient form of it (docs/reference.md 8.1).

import type { Components } from './components.js';
import { overlaps, type Overlap } from './instances.js';

/**
 * AJI of one class, 0 … 1: intersections over unions of every true nucleus with the predicted one of the largest IoU;
 * nuclei of both sides that have no partner count as union. Null if there are no nuclei at all.
 */
export function aggregatedJaccard(truth: Components, predicted: Components): number | null {
  const partners = new Map<number, Overlap>();
  for (const overlap of overlaps(truth, predicted)) {
    if (overlap.iou > (partners.get(overlap.truth)?.iou ?? 0)) partners.set(overlap.truth, overlap);
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

function areaWithout(pieces: Components, used: ReadonlySet<number>): number {
  let area = 0;
  for (let piece = 1; piece <= pieces.count; piece++) if (!used.has(piece)) area += pieces.areas[piece]!;
  return area;
}
