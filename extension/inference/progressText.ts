// Progress of an analysis in words: "tiles 12 of 64, about 3 min left".

import type { Progress } from '../../engine/protocol/progress.js';
import { l10n } from '../workbench/l10n.js';

/** `elapsedMs`: since the stage began. */
export function progressText({ stage, done, total }: Progress, elapsedMs: number): string {
  if (total <= 1) return stage;
  if (done === 0 || done >= total) return l10n.t('{0} {1} of {2}', stage, done, total);
  const left = timeLeft((elapsedMs / done) * (total - done));
  return l10n.t('{0} {1} of {2}, {3}', stage, done, total, left);
}

/** Rounded as people do, since it is an estimate: 5 s steps, minutes from 90 s on, hours from 90 min on. */
export function timeLeft(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 5) return l10n.t('a few seconds left');
  if (seconds < 90) return l10n.t('about {0} s left', Math.round(seconds / 5) * 5);
  const minutes = seconds / 60;
  if (minutes < 90) return l10n.t('about {0} min left', Math.round(minutes));
  return l10n.t('about {0} h left', (minutes / 60).toFixed(1));
}
