// Answers evaluation/compare, evaluation/pictures and evaluation/report. The last evaluation is kept, so that its report says
// what a panel shows and is not computed again.

import { EngineError } from '../protocol/errors.js';
import type {
  EvaluationDocument,
  EvaluationPictures,
  EvaluationPicturesParams,
  EvaluationReportParams,
  EvaluationSettings,
} from '../protocol/evaluations.js';
import type { Control } from '../protocol/progress.js';

const PICTURE_SIDE_PX = 900;

let last: EvaluationDocument | undefined;

export async function evaluationCompare(
  settings: EvaluationSettings,
  control: Control,
): Promise<EvaluationDocument> {
  const { compareSets } = await import('../assessment/compareSets.js');
  return (last = await compareSets(settings, control));
}

/** Throws `usage` for an image that is not there any more, and for pictures that cannot be read. */
export async function evaluationPictures(
  { settings, image, ofOther }: EvaluationPicturesParams,
  control: Control,
): Promise<EvaluationPictures> {
  const { findPairs } = await import('../assessment/pairs.js');
  const { imagePictures } = await import('../assessment/imagePictures.js');
  const { prediction, truth, against, outlines } = settings;
  const folder = ofOther ? (against ?? prediction) : prediction;
  const { pairs } = await findPairs(folder, truth, outlines);
  const pair = pairs.find(({ name }) => name === image);
  if (!pair)
    throw new EngineError(
      'usage',
      `${folder} and ${truth} have no image "${image}" in common any more. Evaluate again.`,
    );
  return imagePictures(pair, PICTURE_SIDE_PX, control);
}

export async function evaluationReport(
  { settings, file }: EvaluationReportParams,
  control: Control,
): Promise<void> {
  const { writeEvaluationReport } = await import('../assessment/evaluationReport.js');
  const isLast = last !== undefined && JSON.stringify(last.settings) === JSON.stringify(settings);
  const document = isLast ? last! : await evaluationCompare(settings, control);
  await writeEvaluationReport(file, document, control);
}
