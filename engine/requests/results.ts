// Answers result/rescore and result/correct.

import { writeCorrections } from '../records/corrections.js';
import type { Control } from '../protocol/progress.js';
import type { CorrectParams, RescoreParams, ResultScores } from '../protocol/requests.js';

export async function rescore(
  { folder, thresholds }: RescoreParams,
  control: Control,
): Promise<ResultScores> {
  const { rescoreResult } = await import('../analysis/rescoreResult.js');
  return rescoreResult(folder, thresholds, control);
}

export function correct({ folder, map, corrections }: CorrectParams): Promise<void> {
  return writeCorrections(folder, map, corrections);
}
