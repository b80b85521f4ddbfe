// One trial as a training run: starts its process, follows its events, reports what the objective needs, and stops or
// pauses it when the pruner or a person says so.

import { setTimeout as wait } from 'node:timers/promises';
import { relative, join } from 'node:path';
import { throwIfCancelled } from '../control/cancel.js';
import { asError, EngineError } from '../protocol/errors.js';
import { followEvents } from '../reading/followEvents.js';
import { RUN_ATTR, runFolderOfTrial } from '../reading/glanceSweep.js';
import { processOf } from '../reading/processCard.js';
import { checkpointsIn } from '../reading/runCheckpoints.js';
import { forkRun } from '../records/forkRun.js';
import type { RunState } from '../runlog/runState.js';
import { sendCommand } from '../runs/sendCommand.js';
import { startDetached } from '../runs/startDetached.js';
import { externalValues, spaceOf, type Parameters } from '../sweep/parameters.js';
import type { Pruner } from '../sweep/pruner.js';
import type { StoredTrial } from '../sweep/studyState.js';
import { trainOptions } from '../training/plan/trainOptions.js';
import { newRun } from '../training/run/newRun.js';
import type { ControlFollower } from './controlSweep.js';
import type { OpenStudy } from './openStudy.js';
import { optionsOfTrial, type SweepConfig } from './sweepConfig.js';
import { RUNS_FOLDER } from './sweepFolder.js';
import { endOfRun, steeringOf } from './trialSteering.js';
import { CHECKPOINT_OF_ATTR, FIRST_TRIAL_ATTR, REASON_ATTR, RETRIES_ATTR } from './trialAttributes.js';

const LOOK_EVERY_MS = 500;
const STOPPED_BY_HAND = 'Stopped by hand.';

export interface TrialWork {
  readonly folder: string;
  readonly config: SweepConfig;
  readonly study: OpenStudy;
  readonly parameters: Parameters;
  readonly pruner: Pruner;
  readonly control: ControlFollower;
  readonly signal?: AbortSignal | undefined;
  readonly note: (line: string) => void;
}

/**
 * Runs a trial to its end and tells the study. A run that cannot begin, or fails, is a failed trial with its reason.
 *
 * @throws EngineError `cancelled`; the training goes on, and another worker finds it
 */
export async function runTrial(
  trial: StoredTrial,
  params: ReadonlyMap<string, number>,
  work: TrialWork,
): Promise<void> {
  const { study, folder, parameters } = work;
  const tried = externalValues(spaceOf(parameters), params);
  try {
    const dir = (await resumedRun(trial, tried, work)) ?? (await begunRun(trial, tried, work));
    await study.setUserAttrs(trial, { [RUN_ATTR]: relative(folder, dir).replaceAll('\\', '/') });
    await followTrial(trial, dir, work);
  } catch (thrown) {
    const error = asError(thrown);
    if (error instanceof EngineError && error.code === 'cancelled') throw error;
    await fail(trial, error.message, work);
  }
}

type Tried = ReturnType<typeof externalValues>;

async function begunRun({ number }: StoredTrial, tried: Tried, work: TrialWork): Promise<string> {
  const { config, folder, signal } = work;
  const options = trainOptions(
    { ...optionsOfTrial(config, tried), name: `trial-${number}`, out: join(folder, RUNS_FOLDER) },
    `trial ${number}`,
    folder,
  );
  const task = { kind: 'start', run: newRun(options), backend: options.backend } as const;
  return (await startDetached(task, signal)).dir;
}

/** A fork of an earlier trial's run that trains on from its last checkpoint; undefined if the trial asks for none. */
async function resumedRun(trial: StoredTrial, tried: Tried, work: TrialWork): Promise<string | undefined> {
  const { study, folder, signal, note } = work;
  const earlier = study.state.trials[Number(trial.systemAttrs[CHECKPOINT_OF_ATTR] ?? NaN)];
  const dir = earlier && runFolderOfTrial(earlier, folder);
  if (!earlier || dir === undefined) return undefined;
  const before = externalValues(earlier.distributions, earlier.params);
  try {
    if (Object.keys({ ...before, ...tried }).some((name) => !Object.is(before[name], tried[name])))
      throw new EngineError(
        'usage',
        `trial ${earlier.number} has other values, which are not in the space now`,
      );
    const fork = await forkRun(dir, 'last', join(folder, RUNS_FOLDER));
    note(`trial ${trial.number} continues trial ${earlier.number} after step ${fork.step}`);
    await startDetached({ kind: 'resume', dir: fork.dir, backend: undefined, rates: {} }, signal);
    return fork.dir;
  } catch (thrown) {
    const error = asError(thrown);
    if (error instanceof EngineError && error.code === 'cancelled') throw error;
    note(`trial ${trial.number} begins at its start, because no checkpoint can be used: ${error.message}`);
    return undefined;
  }
}

/** Follows the run of a trial, whoever started it, until it ends. */
export async function followTrial(trial: StoredTrial, dir: string, work: TrialWork): Promise<void> {
  const { study } = work;
  const follower = followEvents(dir);
  const steering = steeringOf(trial.number, dir, work);
  let reported = -1;
  let isPruned = false;
  for (;;) {
    throwIfCancelled(work.signal ? { signal: work.signal } : {});
    const isAlive = ['alive', 'elsewhere'].includes((await processOf(dir)).is);
    await follower.read();
    const { state } = follower.log;
    if (await steering.obey(state)) {
      await endOfRun(follower, dir);
      return fail(trial, STOPPED_BY_HAND, work, { retry: false });
    }
    for (const { epoch, values } of reportsAfter(state, reported, work.config, trial)) {
      reported = epoch;
      if (work.config.objectives.length > 1) continue; // Optuna's studies of several objectives have no reports
      await study.report(trial, epoch, values[0]!);
      if (!(await isToPrune(trial, work))) continue;
      isPruned = true;
      work.note(`trial ${trial.number} is pruned after epoch ${epoch}`);
      await sendCommand(dir, { command: 'stop' }).catch(() => undefined); // it may have ended meanwhile
      break;
    }
    if (state.phase === 'ended' || !isAlive) {
      await tellEnd(trial, state, isPruned, dir, work);
      return;
    }
    await wait(LOOK_EVERY_MS);
  }
}

/** Asks the pruner after a report. A pruned trial that a person continues is not pruned again. */
async function isToPrune(trial: StoredTrial, { study, pruner }: TrialWork): Promise<boolean> {
  const { prune, rungs } = pruner(study.state, study.state.trials[trial.number]!);
  if (rungs && rungs.size > 0)
    await study.setSystemAttrs(
      trial,
      Object.fromEntries([...rungs].map(([rung, value]) => [`completed_rung_${rung}`, value])),
    );
  const earlier = study.state.trials[Number(trial.systemAttrs[CHECKPOINT_OF_ATTR] ?? NaN)];
  return prune && earlier?.state !== 'pruned';
}

async function tellEnd(
  trial: StoredTrial,
  state: RunState,
  isPruned: boolean,
  dir: string,
  work: TrialWork,
): Promise<void> {
  const { study, config } = work;
  const last = reportsAfter(state, -1, config, trial).at(-1)?.values;
  if (isPruned) return study.tell(trial, 'pruned', last);
  if (state.phase !== 'ended')
    return fail(trial, 'The training process was killed.', work, {
      fromCheckpoint: (await checkpointsIn(dir)).length > 0,
    });
  const { why, message } = state.ended ?? {};
  if (why === 'failed') return fail(trial, message ?? 'The training failed.', work);
  if (why === 'stopped')
    return message === undefined
      ? fail(trial, STOPPED_BY_HAND, work, { retry: false })
      : fail(trial, message, work);
  if (last?.every(Number.isFinite) !== true)
    return fail(
      trial,
      `The run has no value of ${config.objectives.map(({ metric }) => metric).join(', ')}. Its metrics: ` +
        `${[...state.validations.columns.keys()].slice(0, 8).join(', ') || 'none'}.`,
      work,
    );
  work.note(`trial ${trial.number} is complete: ${last.map((value) => value.toPrecision(5)).join(', ')}`);
  await study.tell(trial, 'complete', last);
}

interface Retrying {
  /** False: the trial is not tried again, whatever the sweep allows. */
  readonly retry?: boolean;
  /** The next try continues after the last checkpoint. */
  readonly fromCheckpoint?: boolean;
}

/** Ends a trial as failed, and puts it in the queue again as often as the sweep allows. */
export async function fail(
  trial: StoredTrial,
  reason: string,
  { study, config, note }: TrialWork,
  { retry = true, fromCheckpoint = false }: Retrying = {},
): Promise<void> {
  note(`trial ${trial.number} failed: ${reason}`);
  await study.setUserAttrs(trial, { [REASON_ATTR]: reason });
  await study.tell(trial, 'failed');
  if (!retry || retriesOf(trial).length >= (config.retries ?? 0)) return;
  await queueAgain(study, study.state.trials[trial.number]!, fromCheckpoint);
}

/** Numbers of the trials that this one tries again, the first one first. */
function retriesOf({ systemAttrs }: StoredTrial): readonly number[] {
  const history = systemAttrs[RETRIES_ATTR];
  return Array.isArray(history) ? history.filter((one): one is number => typeof one === 'number') : [];
}

/** Adds a trial with the values of one that ended; returns its number. */
export function queueAgain(study: OpenStudy, trial: StoredTrial, fromCheckpoint: boolean): Promise<number> {
  const history = retriesOf(trial);
  return study.enqueue(externalValues(trial.distributions, trial.params), {
    [FIRST_TRIAL_ATTR]: history[0] ?? trial.number,
    [RETRIES_ATTR]: [...history, trial.number],
    ...(fromCheckpoint ? { [CHECKPOINT_OF_ATTR]: trial.number } : {}),
  });
}

/** Values of the objectives at validations after an epoch. */
export function reportsAfter(
  { validations }: RunState,
  epoch: number,
  config: SweepConfig,
  trial: StoredTrial,
): readonly { readonly epoch: number; readonly values: readonly number[] }[] {
  const reports: { readonly epoch: number; readonly values: readonly number[] }[] = [];
  for (let row = 0; row < validations.count; row++) {
    const at = validations.epoch[row]!;
    const values = config.objectives.map(
      ({ metric }) => (validations.columns.get(metric)?.[row] ?? NaN) / lambdaOf(metric, config, trial),
    );
    if (at > epoch && values.some((value) => !Number.isNaN(value))) reports.push({ epoch: at, values });
  }
  return reports;
}

/** An L1 term contains λ. Where trials differ in λ, the distance itself is what compares them. */
function lambdaOf(metric: string, config: SweepConfig, { params }: StoredTrial): number {
  if (!metric.endsWith('/l1')) return 1;
  const lambda = params.get('lambdaL1') ?? config.train?.lambdaL1;
  return typeof lambda === 'number' && lambda > 0 && 'lambdaL1' in config.space ? lambda : 1;
}
