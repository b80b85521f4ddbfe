// Score of a pane in words, for its header and for saved pictures. Pure.

import { percentInterval } from '../../engine/measurements/percentInterval.js';
import { percentText, type Scoring } from '../../engine/protocol/scoring.js';
import { t } from '../ui/l10n.js';

export interface ScoreWords {
  /** "27.2 % positive". */
  readonly percent: string;
  /** "92 of 338 cells, 95 % CI 22.7–32.2". */
  readonly counts: string;
}

export function scoreWords(scoring: Scoring): ScoreWords {
  const { num_pos, num_total } = scoring;
  const interval = percentInterval(num_pos, num_total);
  if (!interval) return { percent: t('No cells'), counts: '' };
  const [low, high] = [interval.low.toFixed(1), interval.high.toFixed(1)];
  return {
    percent: t('{0} % positive', percentText(scoring)),
    counts: t('{0} of {1} cells, 95 % CI {2}–{3}', num_pos, num_total, low, high),
  };
}
