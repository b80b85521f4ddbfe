// A run in words, for the tree, the lists to pick from and the tooltips.

import { lastNumber } from '../../engine/runlog/mergedRows.js';
import {
  lastEpoch,
  plannedSteps,
  timeLeftMs,
  type RunState,
  type RunStatus,
} from '../../engine/runlog/runState.js';
import { columnOf, type RunTable } from '../../engine/runlog/runTable.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';

export const STATUS_TEXT: Readonly<Record<RunStatus, string>> = {
  waiting: 'starting',
  running: 'training',
  paused: 'paused',
  done: 'done',
  stopped: 'stopped',
  failed: 'failed',
  dead: 'ended without a word; it can be resumed',
  elsewhere: 'on another machine',
};

/** The last values of losses and metrics by name, in the order in which the run declares them. */
export function lastValues({
  steps,
  validations,
  started,
}: RunState): Readonly<Record<string, number | null>> {
  const names = [...(started?.losses ?? []), ...steps.columns.keys(), ...validations.columns.keys()];
  const values = new Map<string, number | null>();
  for (const name of names) {
    const value = lastOf(steps, name) ?? lastOf(validations, name);
    if (value !== undefined) values.set(name, Number.isNaN(value) ? null : value);
  }
  return Object.fromEntries(values);
}

/** The last numbers of all tags: not every row has one of each. */
export function lastNumbers({ steps, validations }: RunState): Readonly<Record<string, number | null>> {
  const values = [steps, validations].flatMap((table) =>
    [...table.columns.keys()].map((name) => [name, lastNumber(table, name) ?? null] as const),
  );
  return Object.fromEntries(values);
}

function lastOf(table: RunTable, name: string): number | undefined {
  return columnOf(table, name)?.at(-1);
}

/** The number that says how good it is: the last Dice of a validation, or else the generators' loss. */
export function headline(state: RunState): { readonly name: string; readonly value: number } | undefined {
  const metrics = [...state.validations.columns.keys()];
  const metric = metrics.find((name) => /segmentation\/.*dice/i.test(name)) ?? metrics[0];
  for (const [table, name] of [
    [state.validations, metric],
    [state.steps, 'total/generators'],
    [state.steps, state.started?.losses[0]],
  ] as const) {
    const value = name === undefined ? undefined : lastOf(table, name);
    if (name !== undefined && value !== undefined && !Number.isNaN(value)) return { name, value };
  }
  return undefined;
}

/** "training · epoch 3/10 · step 1,234 · dice 0.831". */
export function runDescription({ state, status, kind, problem }: ListedRun): string {
  if (kind === 'tensorboard') return 'TensorBoard';
  if (problem !== undefined) return 'unreadable';
  const best = headline(state);
  const { epoch, step } = state;
  const ends = lastEpoch(state);
  return [
    status === 'dead' ? 'ended without a word' : STATUS_TEXT[status],
    ...(ends === undefined ? [] : [`epoch ${epoch}/${ends}`]),
    ...(step > 0 ? [`step ${step.toLocaleString('en-US')}`] : []),
    ...(best ? [`${best.name.split('/').slice(-1)[0]} ${Number(best.value.toPrecision(4))}`] : []),
  ].join(' · ');
}

/** Lines of a tooltip. */
export function runLines(run: ListedRun): readonly string[] {
  const { state, status, folder, problem } = run;
  const planned = plannedSteps(state);
  const left = run.live ? timeLeftMs(state) : undefined;
  const alarm = state.alarms.at(-1);
  return [
    folder,
    ...(problem === undefined ? [] : [problem]),
    ...(run.kind === 'run' ? [`Status: ${STATUS_TEXT[status]}`] : []),
    ...(state.started ? [`${state.started.backend}, on ${state.started.host}`] : []),
    ...(planned > 0 ? [`Step ${state.step} of ${planned}`] : []),
    ...(left === undefined ? [] : [`${minutesText(left)} left`]),
    ...(state.ended?.message === undefined ? [] : [state.ended.message]),
    ...(alarm ? [`Alarm at step ${alarm.step}: ${alarm.message}`] : []),
  ];
}

function minutesText(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 90 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
