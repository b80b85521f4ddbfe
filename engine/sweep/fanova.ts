// Importance of parameters by functional ANOVA (Hutter et al. 2014): the share of the variance of a random forest's
// prediction that each parameter explains by itself.

import { randomFrom } from '../random/random.js';
import type { Distribution } from './distributions.js';
import { normalised, type Importances } from './pedAnova.js';
import { regressionForest, type Leaf } from './regressionForest.js';
import type { Study } from './sampler.js';
import { intersectionSpace } from './spaces.js';

const FOREST = { trees: 64, mostDepth: 64 } as const;

/** Importances of the parameters that all complete trials have. @param objective its number, 0 for the first */
export function fanova(study: Study, seed: number, objective = 0): Importances {
  const trials = study.trials.filter(
    ({ state, values }) => state === 'complete' && Number.isFinite(values?.[objective]),
  );
  const space = [...intersectionSpace(trials)];
  const raw = new Map(space.map(([name]): [string, number] => [name, 0]));
  if (trials.length < 2 || space.length === 0) return { raw, shares: normalised(raw) };
  const rows = trials.map(({ params }) =>
    space.map(([name, distribution]) => unitValue(distribution, params.get(name)!)),
  );
  const forest = regressionForest(
    rows,
    trials.map(({ values }) => values![objective]!),
    randomFrom(seed),
    FOREST,
  );
  for (const leaves of forest) {
    const [mean, variance] = momentsOf(leaves);
    if (variance <= 0) continue;
    for (const [dimension, [name]] of space.entries())
      raw.set(name, raw.get(name)! + marginalVariance(leaves, dimension, mean) / variance / forest.length);
  }
  return { raw, shares: normalised(raw) };
}

/** Place of a value in its range, 0 … 1. Categories are cut into boxes of equal width. */
function unitValue(distribution: Distribution, value: number): number {
  if (distribution.kind === 'categorical') return (value + 0.5) / distribution.choices.length;
  const { low, high, log, step } = distribution;
  const half = (step ?? 0) / 2;
  const scale = log ? Math.log : (x: number) => x;
  return (scale(value) - scale(low - half)) / (scale(high + half) - scale(low - half));
}

/** Mean and variance of a tree's prediction over the space. */
function momentsOf(leaves: readonly Leaf[]): readonly [number, number] {
  let mean = 0;
  let squares = 0;
  for (const leaf of leaves) {
    const volume = volumeOf(leaf);
    mean += volume * leaf.value;
    squares += volume * leaf.value ** 2;
  }
  return [mean, squares - mean ** 2];
}

/** Variance of the prediction as a function of one dimension, the others averaged out. */
function marginalVariance(leaves: readonly Leaf[], dimension: number, mean: number): number {
  const ends = [...new Set(leaves.flatMap(({ low, high }) => [low[dimension]!, high[dimension]!]))];
  ends.sort((a, b) => a - b);
  let variance = 0;
  for (let i = 0; i + 1 < ends.length; i++) {
    const [from, to] = [ends[i]!, ends[i + 1]!];
    let value = 0;
    for (const leaf of leaves)
      if (leaf.low[dimension]! <= from && leaf.high[dimension]! >= to)
        value += (volumeOf(leaf) / (leaf.high[dimension]! - leaf.low[dimension]!)) * leaf.value;
    variance += (to - from) * (value - mean) ** 2;
  }
  return variance;
}

function volumeOf({ low, high }: Leaf): number {
  return low.reduce((volume, from, i) => volume * (high[i]! - from), 1);
}
