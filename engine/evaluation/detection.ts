// Detection of cells: which predicted centres lie within a radius of which true ones. Each may have one partner. The default
// finds as many pairs as there can be (Hopcroft and Karp's problem; Patherea, arXiv 2412.16425, asks for it); the other rule is
// the common greedy one, by distance.

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Detections {
  readonly found: number;
  readonly missed: number;
  readonly invented: number;
}

export interface DetectionScores extends Detections {
  /** Shares, 0 … 1. Two empty sets agree fully. */
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
}

interface Pair {
  readonly truth: number;
  readonly predicted: number;
  readonly distance: number;
}

/** `one-to-one`: the most pairs, the nearest first. `greedy`: pairs by distance, each centre once. */
export type Matching = 'one-to-one' | 'greedy';

/** @param radius largest distance of a pair, in the unit of the points */
export function detect(
  truth: readonly Point[],
  predicted: readonly Point[],
  radius: number,
  matching: Matching = 'one-to-one',
): DetectionScores {
  const pairs = pairsWithin(truth, predicted, radius);
  const found = greedyPairs(pairs);
  if (matching === 'one-to-one') augment(pairs, found, truth.length);
  return detectionScores({
    found: found.size,
    missed: truth.length - found.size,
    invented: predicted.length - found.size,
  });
}

export function detectionScores({ found, missed, invented }: Detections): DetectionScores {
  const share = (of: number) => (of === 0 ? (missed + invented === 0 ? 1 : 0) : found / of);
  const wrong = missed + invented;
  return {
    ...{ found, missed, invented },
    precision: share(found + invented),
    recall: share(found + missed),
    f1: found + wrong === 0 ? 1 : (2 * found) / (2 * found + wrong),
  };
}

/** Pairs within the radius, the nearest first; among equal ones by their numbers. */
function pairsWithin(truth: readonly Point[], predicted: readonly Point[], radius: number): Pair[] {
  const cell = Math.max(radius, 1e-9);
  const grid = new Map<string, number[]>();
  const place = (value: number) => Math.floor(value / cell);
  predicted.forEach(({ x, y }, i) => {
    const key = `${place(x)} ${place(y)}`;
    grid.set(key, [...(grid.get(key) ?? []), i]);
  });
  const pairs: Pair[] = [];
  truth.forEach(({ x, y }, t) => {
    for (let column = place(x) - 1; column <= place(x) + 1; column++)
      for (let row = place(y) - 1; row <= place(y) + 1; row++)
        for (const p of grid.get(`${column} ${row}`) ?? []) {
          const distance = Math.hypot(predicted[p]!.x - x, predicted[p]!.y - y);
          if (distance <= radius) pairs.push({ truth: t, predicted: p, distance });
        }
  });
  return pairs.sort((a, b) => a.distance - b.distance || a.truth - b.truth || a.predicted - b.predicted);
}

/** Predicted → true. */
function greedyPairs(pairs: readonly Pair[]): Map<number, number> {
  const found = new Map<number, number>();
  const taken = new Set<number>();
  for (const { truth, predicted } of pairs) {
    if (taken.has(truth) || found.has(predicted)) continue;
    taken.add(truth);
    found.set(predicted, truth);
  }
  return found;
}

/** Adds pairs along augmenting paths (Kuhn's algorithm) until there can be no more. */
function augment(pairs: readonly Pair[], found: Map<number, number>, count: number): void {
  const near = Array.from({ length: count }, (): number[] => []);
  for (const { truth, predicted } of pairs) near[truth]!.push(predicted);
  const taken = new Set(found.values());
  for (let start = 0; start < count; start++) {
    if (taken.has(start)) continue;
    // Breadth first: predicted centre → true centre from which it was reached.
    const reachedFrom = new Map<number, number>();
    const waiting = [start];
    let free: number | undefined;
    for (let i = 0; i < waiting.length && free === undefined; i++)
      for (const predicted of near[waiting[i]!]!) {
        if (reachedFrom.has(predicted)) continue;
        reachedFrom.set(predicted, waiting[i]!);
        const partner = found.get(predicted);
        if (partner === undefined) {
          free = predicted;
          break;
        }
        waiting.push(partner);
      }
    if (free === undefined) continue;
    const partnerOf = new Map([...found].map(([predicted, truth]) => [truth, predicted]));
    for (let predicted: number | undefined = free; predicted !== undefined;) {
      const truth: number = reachedFrom.get(predicted)!;
      const before = truth === start ? undefined : partnerOf.get(truth);
      found.set(predicted, truth);
      predicted = before;
    }
    taken.add(start);
  }
}
