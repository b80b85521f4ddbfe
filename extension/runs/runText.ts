// Runs in words: a line beside the name in the tree and in lists, and the tooltip.

import type { EndedEvent } from '../../engine/runlog/runEvents.js';
import { lastValue } from '../../engine/runlog/mergedRows.js';
import {
  lastEpoch,
  plannedSteps,
  timeLeftMs,
  type RunState,
  type RunStatus,
} from '../../engine/runlog/runState.js';
import { l10n } from '../workbench/l10n.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';

export function statusText(status: RunStatus): string {
  switch (status) {
    case 'waiting':
      return l10n.t('starting');
    case 'running':
      return l10n.t('training');
    case 'paused':
      return l10n.t('paused');
    case 'done':
      return l10n.t('done');
    case 'stopped':
      return l10n.t('stopped');
    case 'failed':
      return l10n.t('failed');
    case 'dead':
      return l10n.t('process died');
    case 'elsewhere':
      return l10n.t('on another machine');
  }
}

/** True for a run that ended or died before it was done, on this machine. */
export function canResume({ kind, live, status }: Pick<ListedRun, 'kind' | 'live' | 'status'>): boolean {
  return kind === 'run' && !live && status !== 'done' && status !== 'elsewhere';
}

/** Last values of losses and metrics by name, in the order in which the run declares them. null: NaN. */
export function lastValues({
  steps,
  validations,
  started,
}: RunState): Readonly<Record<string, number | null>> {
  const names = [...(started?.losses ?? []), ...steps.columns.keys(), ...validations.columns.keys()];
  const values = new Map<string, number | null>();
  for (const name of names) {
    // Not every row has a value of each name.
    const value = lastValue(steps, name) ?? lastValue(validations, name);
    if (value !== undefined) values.set(name, Number.isNaN(value) ? null : value);
  }
  return Object.fromEntries(values);
}

/** Number that says how good a run is: the last Dice of a validation, else the generators' loss. NaN is one. */
export function headline(state: RunState): { readonly name: string; readonly value: number } | undefined {
  const metrics = [...state.validations.columns.keys()];
  const metric = metrics.find((name) => /segmentation\/.*dice/i.test(name)) ?? metrics[0];
  for (const [table, name] of [
    [state.validations, metric],
    [state.steps, 'total/generators'],
    [state.steps, state.started?.losses[0]],
  ] as const) {
    const value = name === undefined ? undefined : lastValue(table, name);
    if (name !== undefined && value !== undefined) return { name, value };
  }
  return undefined;
}

/** The headline in words: "Dice 0.831", "generators 3.2". */
export function headlineText(state: RunState): string | undefined {
  const best = headline(state);
  if (!best) return undefined;
  const [name = ''] = best.name.split('/').slice(-1);
  return `${name === 'dice' ? 'Dice' : name} ${Number(best.value.toPrecision(4))}`;
}

/** "45 s", "12 min", "2 h 5 min". */
export function durationText(ms: number): string {
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return l10n.t('{0} s', seconds);
  const minutes = Math.round(seconds / 60);
  return minutes < 60
    ? l10n.t('{0} min', minutes)
    : l10n.t('{0} h {1} min', Math.floor(minutes / 60), minutes % 60);
}

/** "training · epoch 3/10 · step 1,234 · Dice 0.831 · #baseline"; a failed run says why instead: "failed: … · step 12". */
export function runDescription({ state, status, kind, problem, notes }: ListedRun): string {
  if (kind === 'tensorboard') return 'TensorBoard';
  if (problem !== undefined) return l10n.t('unreadable');
  const why = state.ended?.message;
  if (status === 'failed' && why !== undefined)
    return l10n.t('failed: {0} · step {1}', why, state.step.toLocaleString('en-US'));
  const best = headlineText(state);
  const { epoch, step } = state;
  const ends = lastEpoch(state);
  return [
    statusText(status),
    ...(ends === undefined ? [] : [l10n.t('epoch {0}/{1}', epoch, ends)]),
    ...(step > 0 ? [l10n.t('step {0}', step.toLocaleString('en-US'))] : []),
    ...(best === undefined ? [] : [best]),
    ...(notes.tags.length > 0 ? [notes.tags.map((tag) => `#${tag}`).join(' ')] : []),
  ].join(' · ');
}

/** Lines of a tooltip. */
export function runLines(run: ListedRun): readonly string[] {
  const { state, folder, problem } = run;
  const { started, step, ended } = state;
  const planned = plannedSteps(state);
  const left = run.live ? timeLeftMs(state) : undefined;
  const alarm = state.alarms.at(-1);
  return [
    folder,
    ...(run.notes.note === '' ? [] : [run.notes.note]),
    ...(run.notes.tags.length === 0 ? [] : [l10n.t('Tags: {0}', run.notes.tags.join(', '))]),
    ...(problem === undefined ? [] : [problem]),
    ...(run.kind === 'run' ? [statusLine(run.status)] : []),
    ...(started ? [l10n.t('{0}, on {1}', started.backend, started.host)] : []),
    ...(planned > 0 ? [l10n.t('Step {0} of {1}', step, planned)] : []),
    ...(left === undefined ? [] : [leftLine(left)]),
    ...(ended?.message === undefined ? [] : [reasonLine(ended)]),
    ...(alarm ? [l10n.t('Alarm at step {0}: {1}', alarm.step, alarm.message)] : []),
  ];
}

function reasonLine({ why, step, message = '' }: EndedEvent): string {
  return why === 'failed' ? l10n.t('Failed at step {0}: {1}', step, message) : message;
}

function statusLine(status: RunStatus): string {
  return status === 'dead'
    ? l10n.t('Status: process died; the run can be resumed')
    : l10n.t('Status: {0}', statusText(status));
}

function leftLine(ms: number): string {
  const minutes = Math.ceil(ms / 60_000);
  return minutes < 90
    ? l10n.t('{0} min left', minutes)
    : l10n.t('{0} h {1} min left', Math.floor(minutes / 60), minutes % 60);
}
