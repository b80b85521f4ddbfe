// Evaluation of a result in a notebook: the scores of `deepliif evaluate` against a picture of classes, as a table.

import { stat } from 'node:fs/promises';
import type { ImageScores } from '../protocol/evaluations.js';
import { EngineError } from '../protocol/errors.js';
import type { EngineCall } from './engineCall.js';
import type { ClassScores, Evaluation } from './notebookApi.js';

/** Scores of detection are not shown here, so the radius does not matter. */
const ANY_RADIUS = { radiusPx: 1 };

/** @param predicted absolute path of a result folder, or of a drawn picture; `truth`: of a picture of classes */
export async function evaluation(predicted: string, truth: string, call: EngineCall): Promise<Evaluation> {
  const { evaluateImage } = await import('../assessment/evaluate.js');
  const found = await stat(predicted).catch(() => {
    throw new EngineError('usage', `${predicted} does not exist. Name the folder of a result, or a picture.`);
  });
  const isResult = !found.isFile();
  const pair = { name: predicted, cells: { prediction: predicted, isResult, truth } };
  const { kind, scores } = await call((control) => evaluateImage(pair, ANY_RADIUS, control));
  if (kind !== 'masks')
    throw new EngineError(
      'usage',
      `${truth}: expected a picture of classes, red positive and blue negative. "deepliif evaluate" takes labels and points.`,
    );
  const [positive, negative, mean] = (['positive', 'negative', 'mean'] as const).map((of) =>
    scoresOf(scores, of),
  ) as [ClassScores, ClassScores, ClassScores];
  // A class without nuclei has no AJI; the mean is over those that have one.
  const rows = { positive, negative, mean: { ...mean, aji: mean.aji ?? positive.aji ?? negative.aji } };
  const mimeBundle = async () => {
    const { outputOfEvaluation } = await import('../outputs/outputOfEvaluation.js');
    return outputOfEvaluation({
      positive: { ...positive },
      negative: { ...negative },
      mean: { ...rows.mean },
    });
  };
  return Object.defineProperty(rows, 'mimeBundle', { value: mimeBundle }) as typeof rows & {
    readonly mimeBundle: typeof mimeBundle;
  };
}

function scoresOf(scores: ImageScores, of: 'positive' | 'negative' | 'mean'): ClassScores {
  const score = (id: string) => scores[`${id}.${of}`]!; // masks have all of them
  const dice = score('dice');
  return {
    ...{ precision: score('precision'), recall: score('recall'), f1: dice, dice },
    ...{ iou: score('iou'), pixelAccuracy: score('pixelAccuracy'), aji: scores[`aji.${of}`] ?? null },
  };
}
