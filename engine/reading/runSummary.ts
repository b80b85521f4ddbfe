// A run in a few numbers, for reports.

import { lastValue, nanSince } from '../runlog/mergedRows.js';
import { directionOf, isBetter } from '../runlog/runMetrics.js';
import { plannedSteps, timeLeftMs, type RunState, type RunStatus } from '../runlog/runState.js';
import { columnOf, valueAt, type RunTable } from '../runlog/runTable.js';
import type { ListedRun } from './listRuns.js';

export interface ValueOfRun {
  /** Value of the last step or validation; null for NaN and for none. */
  readonly last: number | null;
  /** Step since which every value is NaN, if the last one is. */
  readonly nanSince?: number;
  /** The smallest loss or the best metric; null when there was none, or when the name does not say what is better. */
  readonly best: { readonly step: number; readonly value: number } | null;
}

export interface RunSummary {
  readonly kind: ListedRun['kind'];
  readonly name: string;
  readonly folder: string;
  readonly status: RunStatus;
  readonly step: number;
  /** Planned steps; 0 when nothing is planned. */
  readonly steps: number;
  readonly epoch: number;
  readonly backend: string | undefined;
  readonly started: string | undefined;
  readonly lastEvent: string | undefined;
  readonly millisecondsLeft: number | undefined;
  readonly losses: Readonly<Record<string, ValueOfRun>>;
  readonly metrics: Readonly<Record<string, ValueOfRun>>;
  readonly checkpoints: readonly { readonly step: number; readonly folder: string; readonly why: string }[];
  readonly alarms: readonly { readonly step: number; readonly kind: string; readonly message: string }[];
  /** The reason why run.json cannot be read. */
  readonly problem?: string;
  /** Lines of events.jsonl that are no events, damaged records of event files. */
  readonly problems: readonly string[];
}

/** `run`: with its whole curves, as readRun has them. */
export function summaryOf(run: ListedRun): RunSummary {
  const { kind, name, folder, status, state, problem, problems } = run;
  const names = state.started?.losses ?? [...state.steps.columns.keys()];
  const valueOf = kind === 'run' ? valueOfRun : valueOfTag;
  return {
    ...{ kind, name, folder, status, step: state.step, steps: plannedSteps(state), epoch: state.epoch },
    backend: state.started?.backend,
    started: timeOf(state.startedMs),
    lastEvent: timeOf(state.lastMs),
    millisecondsLeft: ['running', 'paused'].includes(status) ? timeLeftMs(state) : undefined,
    losses: Object.fromEntries(names.map((loss) => [loss, valueOf(state.steps, loss)])),
    metrics: Object.fromEntries(
      metricsOf(state).map((metric) => [metric, valueOf(state.validations, metric)]),
    ),
    checkpoints: state.checkpoints.map(({ step, folder, why }) => ({ step, folder, why })),
    alarms: state.alarms.map(({ step, kind, message }) => ({ step, kind, message })),
    ...(problem === undefined ? {} : { problem }),
    problems: problems.map(({ message }) => message),
  };
}

function metricsOf({ started, validations }: RunState): readonly string[] {
  return started && started.metrics.length > 0 ? started.metrics : [...validations.columns.keys()];
}

/** The last value of a tag counts: not every row has one. */
function valueOfTag(table: RunTable, name: string): ValueOfRun {
  return { ...valueOfRun(table, name), ...lastOf(table, name, lastValue(table, name)) };
}

function valueOfRun(table: RunTable, name: string): ValueOfRun {
  const column = columnOf(table, name);
  if (!column || column.length === 0) return { last: null, best: null };
  let best: ValueOfRun['best'] = null;
  const direction = directionOf(name);
  for (let row = 0; direction !== undefined && row < column.length; row++)
    if (isBetter(direction, column[row], best?.value)) best = { step: table.step[row]!, value: column[row]! };
  return { ...lastOf(table, name, valueAt(table, name, table.count - 1)), best };
}

function lastOf(
  table: RunTable,
  name: string,
  last: number | undefined,
): Pick<ValueOfRun, 'last' | 'nanSince'> {
  if (!Number.isNaN(last)) return { last: last ?? null };
  return { last: null, nanSince: nanSince(table, name)! };
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined || Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}
