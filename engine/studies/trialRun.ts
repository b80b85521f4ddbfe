// One trial as a training run: starts its process, follows its events, reports what the objective needs, and stops or
// pauses it when the pruner or a person says so.

import { setTimeout as wait } from 'node:timers/promises';
import { relative, join } from 'node:path';
import { throwIfCancelled } from '../control/cancel.js';
import { asError, EngineError } from '../protocol/errors.js';
import { RUN_ATTR, runFolderOfTrial } from '../reading/glanceSweep.js';
import { forkRun } from '../records/forkRun.js';
import type { RunState } from '../runlog/runState.js';
import { startDetached } from '../runs/startDetached.js';
import { externalValue, type Choice } from '../sweep/distributions.js';
import { externalValues, spaceOf, type Parameters } from '../sweep/parameters.js';
import { KEEP, type AwaitedPruner, type Decision } from '../sweep/pruner.js';
import type { StoredTrial } from '../sweep/studyState.js';
import { TRAIN_OPTIONS, trainOptions } from '../training/plan/trainOptions.js';
import { newRun } from '../training/run/newRun.js';
import { runInFolder, type FollowedRun, type SweepPlace, type TrialQueue } from './followedRun.js';
import type { ControlFollower } from './controlSweep.js';
import type { OpenStudy } from './openStudy.js';
import { optionsOfTrial, parametersOf, type SweepConfig } from './sweepConfig.js';
import { RUNS_FOLDER } from './sweepFolder.js';
import { endOfRun, steeringOf } from './trialSteering.js';
import { CHECKPOINT_OF_ATTR, FIRST_TRIAL_ATTR, REASON_ATTR, RETRIES_ATTR } from './trialAttributes.js';

const LOOK_EVERY_MS = 500;
const STOPPED_BY_HAND = 'Stopped by hand.';

export interface TrialWork extends SweepPlace {
  readonly config: SweepConfig;
  readonly parameters: Parameters;
  readonly pruner: AwaitedPruner;
  /** Trains on other machines; undefined: trials train on this one. */
  readonly queue?: TrialQueue | undefined;
  readonly control: ControlFollower;
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
  const { config, parameters, queue } = work;
  try {
    // A trial that is taken over may have a parameter that has left the space since.
    const tried = externalValues(new Map([...spaceOf(parameters), ...trial.distributions]), params);
    const run = await (queue
      ? queue.follow(trial, optionsOfTrial(config, tried), work)
      : runHere(trial, tried, work));
    await followTrial(trial, run, work);
  } catch (thrown) {
    const error = asError(thrown);
    if (error instanceof EngineError && error.code === 'cancelled') throw error;
    await fail(trial, error.message, work);
  }
}

type Tried = ReturnType<typeof externalValues>;

/** Trains on this machine; returns once the training has begun. */
async function runHere(trial: StoredTrial, tried: Tried, work: TrialWork): Promise<FollowedRun> {
  const { study, folder } = work;
  const dir = (await resumedRun(trial, tried, work)) ?? (await begunRun(trial, tried, work));
  await study.setUserAttrs(trial, { [RUN_ATTR]: relative(folder, dir).replaceAll('\\', '/') });
  return runInFolder(dir);
}

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

/**
 * Follows the run of a trial, whoever started it, until it ends. If that fails, so does the trial, and its training is
 * stopped: it must not go on beside the next try.
 *
 * @throws EngineError `cancelled`, `output-unwritable`; the training goes on, and another worker finds it
 */
export async function followTrial(trial: StoredTrial, run: FollowedRun, work: TrialWork): Promise<void> {
  try {
    await followToEnd(trial, run, work);
  } catch (thrown) {
    const error = asError(thrown);
    if (error instanceof EngineError && error.code === 'cancelled') throw error;
    await fail(trial, error.message, work);
    await run.send({ command: 'stop' }).catch(() => undefined); // it may have ended meanwhile
    await run.forget().catch(() => undefined);
  }
}

async function followToEnd(trial: StoredTrial, run: FollowedRun, work: TrialWork): Promise<void> {
  const { study } = work;
  const steering = steeringOf(trial.number, run, work);
  let reported = -1;
  let isPruned = false;
  for (;;) {
    throwIfCancelled(work.signal ? { signal: work.signal } : {});
    const { state, isAlive } = await run.read();
    if (await steering.obey(state)) {
      await endOfRun(run, work.signal);
      await fail(trial, STOPPED_BY_HAND, work, { retry: false });
      return run.forget();
    }
    for (const { epoch, values } of reportsAfter(state, reported, work.config, trial)) {
      reported = epoch;
      if (work.config.objectives.length > 1) continue; // Optuna's studies of several objectives have no reports
      await study.report(trial, epoch, values[0]!);
      if (!(await isToPrune(trial, work))) continue;
      isPruned = true;
      work.note(`trial ${trial.number} is pruned after epoch ${epoch}`);
      await run.send({ command: 'stop' }).catch(() => undefined); // it may have ended meanwhile
      break;
    }
    if (state.phase === 'ended' || !isAlive) {
      await tellEnd(trial, state, isPruned, run, work);
      return run.forget();
    }
    await wait(LOOK_EVERY_MS);
  }
}

/** Asks the pruner after a report. A pruned trial that a person continues is not pruned again. */
async function isToPrune(trial: StoredTrial, work: TrialWork): Promise<boolean> {
  const { study } = work;
  const { prune, rungs } = await decisionOf(trial, work);
  if (rungs && rungs.size > 0)
    await study.setSystemAttrs(
      trial,
      Object.fromEntries([...rungs].map(([rung, value]) => [`completed_rung_${rung}`, value])),
    );
  const earlier = study.state.trials[Number(trial.systemAttrs[CHECKPOINT_OF_ATTR] ?? NaN)];
  return prune && earlier?.state !== 'pruned';
}

/** Decision of the pruner; a plug-in that fails is named, and the trial goes on. */
async function decisionOf(trial: StoredTrial, { study, pruner, note }: TrialWork): Promise<Decision> {
  try {
    return await pruner(study.state, study.state.trials[trial.number]!);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'plugin-failed') throw error;
    note(`trial ${trial.number} is not pruned: ${error.message}`);
    return KEEP;
  }
}

async function tellEnd(
  trial: StoredTrial,
  state: RunState,
  isPruned: boolean,
  run: FollowedRun,
  work: TrialWork,
): Promise<void> {
  const { study, config } = work;
  const last = reportsAfter(state, -1, config, trial).at(-1)?.values;
  if (isPruned) return study.tell(trial, 'pruned', last);
  if (state.phase !== 'ended')
    return fail(trial, 'The training process was killed.', work, {
      fromCheckpoint: await run.hasCheckpoint(),
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
function lambdaOf(metric: string, config: SweepConfig, trial: StoredTrial): number {
  if (!metric.endsWith('/l1') || !('lambdaL1' in config.space)) return 1;
  const lambda = triedLambda(config, trial) ?? config.train?.lambdaL1 ?? TRAIN_OPTIONS.lambdaL1.default;
  return typeof lambda === 'number' && lambda > 0 ? lambda : 1;
}

/** undefined if the trial does not try one: its condition does not hold. */
function triedLambda(config: SweepConfig, { params, distributions }: StoredTrial): Choice | undefined {
  const value = params.get('lambdaL1');
  if (value === undefined) return undefined;
  const distribution = distributions.get('lambdaL1') ?? parametersOf(config).get('lambdaL1')?.distribution;
  return distribution && externalValue(distribution, value);
}
