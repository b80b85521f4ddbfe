// Line of the progress bar: "████░░░░ 50 % · tiles 2 of 4 · about 3 s left". Only numbers that are known are in it.

import type { Progress } from '../protocol/progress.js';

const BAR_LETTERS = 30;

/** `elapsedMs`: since the stage began. */
export function progressLine({ stage, done, total }: Progress, elapsedMs: number): string {
  if (!(total > 0) || !Number.isFinite(total) || !Number.isFinite(done)) return `  ${stage} …`;
  const share = Math.min(1, Math.max(0, done / total));
  const filled = Math.round(share * BAR_LETTERS);
  const bar = '█'.repeat(filled) + '░'.repeat(BAR_LETTERS - filled);
  const parts = [`${bar} ${Math.floor(100 * share)} %`, `${stage} ${done} of ${total}`];
  if (done > 0 && done < total) parts.push(`about ${timeText((elapsedMs / done) * (total - done))} left`);
  return `  ${parts.join(' · ')}`;
}

/** "3 s", "5 min", "2.5 h". */
function timeText(ms: number): string {
  const seconds = Math.max(1, Math.round(ms / 1000));
  if (seconds < 90) return `${seconds} s`;
  const minutes = seconds / 60;
  return minutes < 90 ? `${Math.round(minutes)} min` : `${(minutes / 60).toFixed(1)} h`;
}
