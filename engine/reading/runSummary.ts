// A run in a few numbers, and what tells several runs apart.

import { lastNumber } from '../runlog/mergedRows.js';
import { isBetter } from '../runlog/runMetrics.js';
import { plannedSteps, timeLeftMs, type RunState, type RunStatus } from '../runlog/runState.js';
import { columnOf, type RunTable } from '../runlog/runTable.js';
import type { ReadRun } from './readRun.js';

export interface ValueOfRun {
  /** Of the last step or validation; null where it was no number. */
  readonly last: number | null;
  /** The smallest loss, the best metric; null where there was none. */
  readonly best: { readonly step: number; readonly value: number } | null;
}

export interface RunSummary {
  readonly kind: ReadRun['kind'];
  readonly name: string;
  readonly folder: string;
  readonly status: RunStatus;
  readonly step: number;
  /** As planned; 0 where it is not known. */
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
  /** Lines of events.jsonl that are no events, records of event files that are none. */
  readonly problems: readonly string[];
}

export function summaryOf({ kind, name, dir, status, log }: ReadRun): RunSummary {
  const { state, problems } = log;
  const names = state.started?.losses ?? [...state.steps.columns.keys()];
  const valueOf = kind === 'run' ? valueOfRun : valueOfTag;
  return {
    ...{ kind, name, folder: dir, status, step: state.step, steps: plannedSteps(state), epoch: state.epoch },
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
    problems: problems.map(({ message }) => message),
  };
}

function metricsOf({ started, validations }: RunState): readonly string[] {
  return started && started.metrics.length > 0 ? started.metrics : [...validations.columns.keys()];
}

/** Not every row has a value of every tag: the last one counts. */
function valueOfTag(table: RunTable, name: string): ValueOfRun {
  return { ...valueOfRun(table, name), last: lastNumber(table, name) ?? null };
}

function valueOfRun(table: RunTable, name: string): ValueOfRun {
  const column = columnOf(table, name);
  if (!column || column.length === 0) return { last: null, best: null };
  let best: ValueOfRun['best'] = null;
  for (let row = 0; row < column.length; row++)
    if (isBetter(name, column[row], best?.value)) best = { step: table.step[row]!, value: column[row]! };
  const last = column.at(-1)!;
  return { last: Number.isFinite(last) ? last : null, best };
}

function timeOf(ms: number | undefined): string | undefined {
  return ms === undefined || Number.isNaN(ms) ? undefined : new Date(ms).toISOString();
}

export interface Comparison {
  readonly runs: readonly { readonly name: string; readonly folder: string; readonly status: RunStatus }[];
  /** What was asked for and differs, by path: "plan.objective.lambdaL1"; a value for each run, absent ones undefined. */
  readonly differences: readonly { readonly option: string; readonly values: readonly unknown[] }[];
  /** Losses and metrics that at least one run has. `winner`: index of the run with the best value. */
  readonly values: readonly {
    readonly name: string;
    readonly of: readonly (ValueOfRun | undefined)[];
    readonly winner: number | undefined;
  }[];
}

/** The runs beside one another: how they were configured differently, and where each got to. */
export function compareRuns(runs: readonly ReadRun[]): Comparison {
  const summaries = runs.map(summaryOf);
  const names = distinct(
    summaries.flatMap(({ losses, metrics }) => [...Object.keys(losses), ...Object.keys(metrics)]),
  );
  return {
    runs: summaries.map(({ name, folder, status }) => ({ name, folder, status })),
    differences: differencesOf(runs.map(({ asked }) => asked)),
    values: names.map((name) => {
      const of = summaries.map(({ losses, metrics }) => metrics[name] ?? losses[name]);
      return { name, of, winner: winnerOf(name, of) };
    }),
  };
}

function winnerOf(name: string, of: readonly (ValueOfRun | undefined)[]): number | undefined {
  let winner: number | undefined;
  of.forEach((value, i) => {
    const best = winner === undefined ? undefined : of[winner]?.best?.value;
    if (isBetter(name, value?.best?.value, best)) winner = i;
  });
  return winner;
}

/** Leaves of the objects that are not the same in all of them, in the order in which they stand there. */
export function differencesOf(
  asked: readonly Readonly<Record<string, unknown>>[],
): Comparison['differences'] {
  const leaves = asked.map((one) => new Map(leavesOf(one, '')));
  return distinct(leaves.flatMap((one) => [...one.keys()]))
    .filter((option) => option !== 'name')
    .map((option) => ({ option, values: leaves.map((one) => one.get(option)) }))
    .filter(({ values }) => new Set(values.map((value) => JSON.stringify(value))).size > 1);
}

/** Lists of plain values are leaves; those of objects are not. */
function leavesOf(value: unknown, path: string): [string, unknown][] {
  const isList = Array.isArray(value) && value.every((item) => typeof item !== 'object' || item === null);
  if (typeof value !== 'object' || value === null || isList) return [[path, value]];
  return Object.entries(value).flatMap(([key, inner]) =>
    leavesOf(inner, path === '' ? key : `${path}.${key}`),
  );
}

function distinct(names: readonly string[]): string[] {
  return [...new Set(names)];
}
