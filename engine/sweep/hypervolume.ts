// Hypervolume (Zitzler and Thiele 1998): the volume that points dominate up to a reference point, by slicing along the
// last objective (While et al. 2006); and the greedy choice of the points that dominate most.

import { dominates, lexicographic, type Losses } from './domination.js';

/** Volume that the points dominate below the reference point. Points beyond it count nothing. */
export function hypervolume(points: readonly Losses[], reference: Losses): number {
  const inside = points.filter((point) => point.every((value, i) => value < reference[i]!));
  return volume(inside, reference);
}

function volume(points: readonly Losses[], reference: Losses): number {
  if (points.length === 0) return 0;
  if (reference.length === 1)
    return reference[0]! - points.reduce((least, [value]) => Math.min(least, value!), Infinity);
  if (reference.length === 2) return area(points, reference);
  const last = reference.length - 1;
  const sorted = [...points].sort((a, b) => a[last]! - b[last]!);
  const shorter = reference.slice(0, last);
  let sum = 0;
  let front: Losses[] = [];
  for (const [i, point] of sorted.entries()) {
    const flat = point.slice(0, last);
    front = [...front.filter((other) => !dominates(flat, other)), flat];
    const depth = (sorted[i + 1]?.[last] ?? reference[last]!) - point[last]!;
    if (depth > 0) sum += depth * volume(front, shorter);
  }
  return sum;
}

/** Sum of the rectangles under a staircase. */
function area(points: readonly Losses[], reference: Losses): number {
  const sorted = [...points].sort(lexicographic);
  let sum = 0;
  let top = reference[1]!;
  for (const [x, y] of sorted) {
    if (y! >= top) continue;
    sum += (reference[0]! - x!) * (top - y!);
    top = y!;
  }
  return sum;
}

/** A point beyond all others, from which volumes are measured: 10 % worse than the worst of each objective. */
export function referenceBeyond(points: readonly Losses[]): number[] {
  const width = points[0]?.length ?? 0;
  return Array.from({ length: width }, (_, i) => {
    const worst = points.reduce((most, point) => Math.max(most, point[i]!), -Infinity);
    const beyond = Math.max(1.1 * worst, 0.9 * worst);
    return beyond === 0 ? 1e-12 : beyond;
  });
}

/** Indices of `size` points that together dominate much: the one that adds most, then again, until there are enough. */
export function largestVolumeSubset(points: readonly Losses[], size: number, reference: Losses): number[] {
  if (size >= points.length) return points.map((_, i) => i);
  if (!reference.every(Number.isFinite)) return Array.from({ length: size }, (_, i) => i);
  const order = points.map((_, i) => i).sort((a, b) => lexicographic(points[a]!, points[b]!) || a - b);
  const candidates = order.filter(
    (i, k) => k === 0 || lexicographic(points[order[k - 1]!]!, points[i]!) !== 0,
  );
  const chosen: number[] = [];
  while (chosen.length < size && candidates.length > 0) {
    const taken = chosen.map((i) => points[i]!);
    let best = -1;
    let most = -Infinity;
    for (const [k, i] of candidates.entries()) {
      const covered = hypervolume([...taken, points[i]!], reference);
      if (covered > most) [best, most] = [k, covered];
    }
    chosen.push(...candidates.splice(best, 1));
  }
  // Points that equal a chosen one add nothing; they fill up what is missing.
  for (const i of points.keys()) if (chosen.length < size && !chosen.includes(i)) chosen.push(i);
  return chosen;
}
