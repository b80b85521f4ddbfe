// How far an analysis is, in words: "tiles 12 of 64, about 3 min left".

import type { Progress } from '../../engine/protocol/progress.js';

/** `elapsedMs`: since the stage began. */
export function progressText({ stage, done, total }: Progress, elapsedMs: number): string {
  if (total <= 1) return stage;
  const left = done > 0 && done < total ? `, ${timeLeft((elapsedMs / done) * (total - done))}` : '';
  return `${stage} ${done} of ${total}${left}`;
}

/** Rounded as people do, since it is an estimate: 5 s steps, minutes from 90 s on, hours from 90 min on. */
export function timeLeft(ms: number): string {
  const seconds = ms / 1000;
  if (seconds < 5) return 'a few seconds left';
  if (seconds < 90) return `about ${Math.round(seconds / 5) * 5} s left`;
  const minutes = seconds / 60;
  if (minutes < 90) return `about ${Math.round(minutes)} min left`;
  return `about ${(minutes / 60).toFixed(1)} h left`;
}
