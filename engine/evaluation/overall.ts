// Summary of an evaluation over its images: mean, standard deviation and bootstrap interval of each metric, and the
// difference between two predictions of the same images.

import type { Difference, ImageScores, Summary } from '../protocol/evaluations.js';
import { summaryOf } from '../statistics/bootstrap.js';
import { rankSumTest } from '../statistics/rankSum.js';
import { shapiroWilkTest } from '../statistics/shapiroWilk.js';
import { signedRankTest } from '../statistics/signedRank.js';
import { detectionScores } from './detection.js';
import { metricsOfScores } from './metrics.js';

export interface Overall {
  /** Metric → summary over the images that have it. */
  readonly summaries: ReadonlyMap<string, Summary>;
  /** Scores of all cells together, as if all images were one: sums of counts before the division. */
  readonly pooled: ImageScores;
}

export function overallOf(images: readonly ImageScores[], seed = 0): Overall {
  const summaries = new Map<string, Summary>();
  for (const { id } of metricsOfScores(images)) {
    const values = images.flatMap((scores) => (scores[id] === undefined ? [] : [scores[id]]));
    const summary = summaryOf(values, seed);
    if (summary) summaries.set(id, summary);
  }
  return { summaries, pooled: pooledScores(images) };
}

/** Detection over all images: benchmarks of detection count cells, not images. */
function pooledScores(images: readonly ImageScores[]): ImageScores {
  const pooled: Record<string, number> = {};
  for (const of of ['positive', 'negative', 'any']) {
    const sumOf = (what: string) => images.reduce((sum, scores) => sum + (scores[`${what}.${of}`] ?? 0), 0);
    if (!images.some((scores) => scores[`found.${of}`] !== undefined)) continue;
    const scores = detectionScores({
      found: sumOf('found'),
      missed: sumOf('missed'),
      invented: sumOf('invented'),
    });
    pooled[`detectionPrecision.${of}`] = scores.precision;
    pooled[`detectionRecall.${of}`] = scores.recall;
    pooled[`detectionF1.${of}`] = scores.f1;
  }
  const [positive, negative] = [pooled['detectionF1.positive'], pooled['detectionF1.negative']];
  if (positive !== undefined && negative !== undefined)
    pooled['detectionF1.mean'] = (positive + negative) / 2;
  return pooled;
}

/** Metric → difference of two predictions of the same images, in the same order. */
export function differencesOf(
  first: readonly ImageScores[],
  second: readonly ImageScores[],
  seed = 0,
): ReadonlyMap<string, Difference> {
  const differences = new Map<string, Difference>();
  for (const { id, better } of metricsOfScores(first)) {
    if (better === 'neither') continue;
    const pairs = first.flatMap((scores, i) => {
      const [a, b] = [scores[id], second[i]?.[id]];
      return a === undefined || b === undefined ? [] : [[a, b] as const];
    });
    const changes = pairs.map(([a, b]) => b - a);
    const summary = summaryOf(changes, seed);
    if (!summary) continue;
    const [ofFirst, ofSecond] = [pairs.map(([a]) => a), pairs.map(([, b]) => b)];
    differences.set(id, {
      count: pairs.length,
      summary,
      pairedPValue: signedRankTest(changes)?.pValue ?? null,
      rankSumPValue: rankSumTest(ofFirst, ofSecond).pValue,
      normalityPValue: shapiroWilkTest(changes)?.pValue ?? null,
    });
  }
  return differences;
}
