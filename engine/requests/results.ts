// Answers result/rescore and result/correct.

import type { Control } from '../protocol/progress.js';
import type { CorrectParams, RescoreParams, ResultScores } from '../protocol/requests.js';

export async function rescore(
  { folder, thresholds }: RescoreParams,
  control: Control,
): Promise<ResultScores> {
  const { rescoreResult } = await import('../analysis/rescoreResult.js');
  return rescoreResult(folder, thresholds, control);
}

export async function correct(params: CorrectParams, control: Control): Promise<void> {
  const { correctResult } = await import('../analysis/correctedScores.js');
  return correctResult(params, control);
}
