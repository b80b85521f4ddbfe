// One trial as a training run: starts its process, follows its events, reports what the objective needs, and stops it
// when the pruner says so.

import { setTimeout as wait } from 'node:timers/promises';
import { relative, join } from 'node:path';
import { throwIfCancelled } from '../control/cancel.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { RunState } from '../runlog/runState.js';
import { startDetached } from '../runs/startDetached.js';
import { externalValues, spaceOf, type Parameters } from '../sweep/parameters.js';
import type { Pruner } from '../sweep/pruner.js';
import type { StoredTrial } from '../sweep/studyState.js';
import { trainOptions } from '../training/plan/trainOptions.js';
import { newRun } from '../training/run/newRun.js';
import { runInFolder, type FollowedRun, type SweepPlace, type TrialQueue } from './followedRun.js';
import { optionsOfTrial, type SweepConfig } from './sweepConfig.js';
import { RUNS_FOLDER } from './sweepFolder.js';

/** Attribute of a trial: its run's folder, relative to the sweep's. */
export const RUN_ATTR = 'run';
/** Attribute of a trial: why it failed, in words. */
export const REASON_ATTR = 'reason';

const LOOK_EVERY_MS = 500;

export interface TrialWork extends SweepPlace {
  readonly config: SweepConfig;
  readonly parameters: Parameters;
  readonly pruner: Pruner;
  /** Trains on other machines; undefined: trials train on this one. */
  readonly queue?: TrialQueue | undefined;
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
  const options = optionsOfTrial(config, externalValues(spaceOf(parameters), params));
  try {
    const run = await (queue ? queue.follow(trial, options, work) : startHere(trial, options, work));
    await followTrial(trial, run, work);
  } catch (thrown) {
    const error = asError(thrown);
    if (error instanceof EngineError && error.code === 'cancelled') throw error;
    await fail(trial, error.message, work);
  }
}

/** Starts the training on this machine; returns once it has begun. */
async function startHere(
  trial: StoredTrial,
  given: Readonly<Record<string, unknown>>,
  { folder, study, signal }: TrialWork,
): Promise<FollowedRun> {
  const options = trainOptions(
    { ...given, name: `trial-${trial.number}`, out: join(folder, RUNS_FOLDER) },
    `trial ${trial.number}`,
    folder,
  );
  const { dir } = await startDetached(
    { kind: 'start', run: newRun(options), backend: options.backend },
    signal,
  );
  await study.setUserAttrs(trial, { [RUN_ATTR]: relative(folder, dir).replaceAll('\\', '/') });
  return runInFolder(dir);
}

/** Follows the run of a trial, whoever started it, until it ends. */
export async function followTrial(trial: StoredTrial, run: FollowedRun, work: TrialWork): Promise<void> {
  const { study, config, pruner } = work;
  let reported = -1;
  let isPruned = false;
  for (;;) {
    throwIfCancelled(work.signal ? { signal: work.signal } : {});
    const { state, isAlive } = await run.read();
    for (const { epoch, values } of reportsAfter(state, reported, config, trial)) {
      reported = epoch;
      if (config.objectives.length > 1) continue; // Optuna's studies of several objectives have no reports
      await study.report(trial, epoch, values[0]!);
      const now = study.state.trials[trial.number]!;
      const { prune, rungs } = pruner(study.state, now);
      if (rungs && rungs.size > 0)
        await study.setSystemAttrs(
          trial,
          Object.fromEntries([...rungs].map(([rung, value]) => [`completed_rung_${rung}`, value])),
        );
      if (!prune) continue;
      isPruned = true;
      work.note(`trial ${trial.number} is pruned after epoch ${epoch}`);
      await run.send({ command: 'stop' }).catch(() => undefined); // it may have ended meanwhile
      break;
    }
    if (state.phase === 'ended' || !isAlive) {
      await tellEnd(trial, state, isPruned, work);
      return run.forget();
    }
    await wait(LOOK_EVERY_MS);
  }
}

async function tellEnd(
  trial: StoredTrial,
  state: RunState,
  isPruned: boolean,
  work: TrialWork,
): Promise<void> {
  const { study, config } = work;
  const last = reportsAfter(state, -1, config, trial).at(-1)?.values;
  if (isPruned) return study.tell(trial, 'pruned', last);
  if (state.phase !== 'ended') return fail(trial, 'The training process was killed.', work);
  if (state.ended?.why === 'failed') return fail(trial, state.ended.message ?? 'The training failed.', work);
  if (state.ended?.why === 'stopped') return fail(trial, 'The run was stopped by hand.', work);
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

/** Ends a trial as failed, and puts it in the queue again as often as the sweep allows. */
export async function fail(
  trial: StoredTrial,
  reason: string,
  { study, config, note }: TrialWork,
): Promise<void> {
  note(`trial ${trial.number} failed: ${reason}`);
  await study.setUserAttrs(trial, { [REASON_ATTR]: reason });
  await study.tell(trial, 'failed');
  const history = Array.isArray(trial.systemAttrs.retry_history)
    ? (trial.systemAttrs.retry_history as number[])
    : [];
  if (history.length >= (config.retries ?? 0)) return;
  const now = study.state.trials[trial.number]!;
  const fixed = externalValues(now.distributions, now.params);
  const first = history[0] ?? trial.number;
  await study.enqueue(fixed, { failed_trial: first, retry_history: [...history, trial.number] });
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
