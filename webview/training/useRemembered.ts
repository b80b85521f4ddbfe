// What was seen before a reload, for as long as it is shown, and what will have been seen before the next one.

import { useEffect, useRef, useState } from 'preact/hooks';
import type { RunHead, TrainingState } from '../messages/training.js';
import type { ChartGroup } from './chartGroups.js';
import type { CurveStore } from './curveStore.js';
import { hasCaughtUp, remember, rememberedOf, type DrawnChart, type Remembered } from './remembered.js';

/** A run that was cut never gets to where it was seen. */
const LONGEST_MS = 30_000;

export interface RememberedCharts {
  /** To be shown; undefined when the runs themselves are there. */
  readonly remembered: Remembered | undefined;
  /** Charts on the page, by id; they put themselves in. */
  readonly drawnCharts: Map<string, DrawnChart>;
  /** What to keep now. */
  readonly kept: (runs: readonly RunHead[], groups: readonly ChartGroup[]) => Remembered;
}

/** `saved`: as the page kept it. `state`: undefined before the first message. Asked anew whenever curves have grown. */
export function useRemembered(
  saved: unknown,
  state: TrainingState | undefined,
  store: CurveStore,
): RememberedCharts {
  const [remembered, setRemembered] = useState(() => rememberedOf(saved));
  const drawnCharts = useRef(new Map<string, DrawnChart>()).current;
  const sameRuns = !state || state.ticked.join('\n') === remembered?.runs.map(({ id }) => id).join('\n');
  const over = remembered !== undefined && (!sameRuns || hasCaughtUp(remembered, store));
  useEffect(() => {
    if (over) setRemembered(undefined);
  }, [over]);
  useEffect(() => {
    const timer = setTimeout(() => setRemembered(undefined), LONGEST_MS);
    return () => clearTimeout(timer);
  }, []);
  const shown = over ? undefined : remembered;
  return {
    remembered: shown,
    drawnCharts,
    kept: (runs, groups) => shown ?? remember(runs, groups, drawnCharts, Date.now(), store),
  };
}

/** The page's state while nothing is known but what was seen: for looking only. */
export function stateOf({ runs }: Remembered): TrainingState {
  return {
    trusted: false,
    runs: runs.map((run) => ({ ...run, config: {}, alarms: [], problems: [] })),
    ticked: runs.map(({ id }) => id),
    turn: 0,
  };
}
