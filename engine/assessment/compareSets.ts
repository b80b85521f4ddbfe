// Evaluation of one set of predictions, or of two against each other, as a document (protocol/evaluations).

import { differencesOf } from '../evaluation/overall.js';
import { metricsOfScores } from '../evaluation/metrics.js';
import type { EvaluatedSet, EvaluationDocument, EvaluationSettings } from '../protocol/evaluations.js';
import type { Control } from '../protocol/progress.js';
import { evaluate } from './evaluate.js';
import { findPairs } from './pairs.js';

/**
 * @param settings its folders are absolute, or relative to the working directory
 * @throws EngineError `usage` for folders without an image in common, `cancelled`
 */
export async function compareSets(
  settings: EvaluationSettings,
  control: Control = {},
): Promise<EvaluationDocument> {
  const these = await evaluatedSet(settings.prediction, settings, control);
  const scoresOf = ({ images }: EvaluatedSet) => images.map(({ scores }) => scores);
  const document = {
    schemaVersion: 1,
    settings,
    metrics: metricsOfScores(scoresOf(these)),
    ...these,
  } as const;
  if (settings.against === undefined) return document;
  const against = await evaluatedSet(settings.against, settings, control);
  return { ...document, against, differences: differencesBetween(these, against) };
}

async function evaluatedSet(
  folder: string,
  { truth, outlines, radiusPx, asReference }: EvaluationSettings,
  control: Control,
): Promise<EvaluatedSet> {
  const { pairs, unpredicted, untrue } = await findPairs(folder, truth, outlines);
  const options = { radiusPx, ...(asReference ? { asReference } : {}) };
  const { images, failures, models, overall } = await evaluate(pairs, options, control);
  const summary = Object.fromEntries(overall.summaries);
  return { models, images, failures, unpredicted, untrue, summary, pooled: overall.pooled };
}

function differencesBetween(first: EvaluatedSet, second: EvaluatedSet) {
  const byName = new Map(second.images.map(({ name, scores }) => [name, scores]));
  const common = first.images.filter(({ name }) => byName.has(name));
  return Object.fromEntries(
    differencesOf(
      common.map(({ scores }) => scores),
      common.map(({ name }) => byName.get(name)!),
    ),
  );
}
