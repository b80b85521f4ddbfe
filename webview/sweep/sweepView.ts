// View state of a sweep's page, saved over reloads: plots with their choices and their order, the selection, the sorting.

import { flag, oneOf, recordOf, textList, textOf, within } from '../ui/savedValues.js';
import type { Sort } from '../ui/tableRows.js';
import type { PlotConfig } from './plots/plot.js';
import { plotNamed } from './plots/plotTable.js';
import { TRIAL_STATES, type Interval, type Selection } from './selection.js';

export interface ShownPlot extends PlotConfig {
  /** Id of a row of the table of plots; each is shown once. */
  readonly id: string;
}

export interface SweepView {
  /** Absent: the plots that the table proposes for the sweep. */
  readonly plots?: readonly ShownPlot[];
  readonly selection: Selection;
  readonly sort: Sort;
  readonly tab: 'trials' | 'samples';
  /** Height of the table's area in CSS pixels; absent: the first one. */
  readonly bottomPx?: number;
  readonly logValues: boolean;
  /** Image of the sample tiles: "segmentation". */
  readonly image?: string;
  /** Number of the trial whose card is open. */
  readonly current?: number;
}

/** The extension host opens the sweep in `sweeps` again. */
export interface SavedSweep extends SweepView {
  readonly sweeps: readonly string[];
}

const MOST_PICKED = 20_000;
const MOST_INTERVALS = 20;
const MOST_TRIAL = 1e9;

export function readSweepView(value: unknown): SweepView {
  const saved = recordOf(value);
  const sort = recordOf(saved.sort);
  const bottomPx = within(saved.bottomPx, 0, 10_000);
  const current = within(saved.current, 0, MOST_TRIAL);
  const image = textOf(saved.image);
  const plots = Array.isArray(saved.plots) ? saved.plots.flatMap(readPlot) : undefined;
  return {
    ...(plots ? { plots: plots.filter(({ id }, i) => plots.findIndex((one) => one.id === id) === i) } : {}),
    selection: readSelection(saved.selection),
    sort: { by: textOf(sort.by) || 'number', descending: flag(sort.descending, true) },
    tab: oneOf(saved.tab, ['trials', 'samples']) ?? 'trials',
    logValues: flag(saved.logValues, false),
    ...(bottomPx === undefined ? {} : { bottomPx }),
    ...(image === '' ? {} : { image }),
    ...(current === undefined ? {} : { current }),
  };
}

function readPlot(value: unknown): readonly ShownPlot[] {
  const saved = recordOf(value);
  const id = textOf(saved.id);
  if (!plotNamed(id)) return [];
  const objective = within(saved.objective, 0, 100);
  const [x, y] = [textOf(saved.x), textOf(saved.y)];
  const axes = textList(saved.axes);
  return [
    {
      id,
      ...(typeof saved.wide === 'boolean' ? { wide: saved.wide } : {}),
      ...(objective === undefined ? {} : { objective }),
      ...(x === '' ? {} : { x }),
      ...(y === '' ? {} : { y }),
      ...(axes.length > 0 ? { axes } : {}),
    },
  ];
}

function readSelection(value: unknown): Selection {
  const saved = recordOf(value);
  const best = within(saved.best, 1, MOST_TRIAL);
  const ranges = Object.entries(recordOf(saved.ranges)).flatMap(([id, intervals]) => {
    const read = Array.isArray(intervals) ? intervals.slice(0, MOST_INTERVALS).flatMap(readInterval) : [];
    return read.length > 0 ? [[id, read] as const] : [];
  });
  const picked = Array.isArray(saved.picked)
    ? saved.picked
        .filter((one): one is number => within(one, 0, MOST_TRIAL) !== undefined)
        .slice(0, MOST_PICKED)
    : undefined;
  return {
    ranges: Object.fromEntries(ranges),
    states: TRIAL_STATES.filter((state) => textList(saved.states).includes(state)),
    ...(best === undefined ? {} : { best }),
    ...(picked ? { picked } : {}),
  };
}

function readInterval(value: unknown): readonly Interval[] {
  if (!Array.isArray(value)) return [];
  const [low, high] = value as readonly unknown[];
  return typeof low === 'number' && typeof high === 'number' && low <= high ? [[low, high]] : [];
}
