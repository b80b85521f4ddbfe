// Alarms of a run that the user has not seen.

import type { AlarmEvent } from '../../engine/runlog/runEvents.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';

/**
 * First alarm of each kind that is new since the run was listed last, or since `sinceMs` (milliseconds since 1970)
 * if it was not listed before: older alarms are read in the dashboard.
 */
export function newAlarms(
  { state }: Pick<ListedRun, 'state'>,
  before: Pick<ListedRun, 'state'> | undefined,
  sinceMs: number,
): readonly AlarmEvent[] {
  const lastTold = before?.state.alarms.at(-1);
  const fromMs = Math.max(sinceMs, lastTold ? Date.parse(lastTold.time) : -Infinity);
  const known = new Set(before?.state.alarms.map(keyOf));
  const fresh = state.alarms.filter((alarm) => Date.parse(alarm.time) >= fromMs && !known.has(keyOf(alarm)));
  return fresh.filter((alarm, i) => fresh.findIndex(({ kind }) => kind === alarm.kind) === i);
}

function keyOf({ kind, step, time }: AlarmEvent): string {
  return `${kind} ${step} ${time}`;
}
