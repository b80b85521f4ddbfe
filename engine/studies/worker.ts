// Worker of a sweep: takes one trial after the other until the sweep ends or is drained. Any number of them work on one
// folder, on one machine or several that share the disk; a worker that dies leaves trials that the others take over.

import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { isDeepStrictEqual } from 'node:util';
import { throwIfCancelled } from '../control/cancel.js';
import { ENDED_AT_ATTR, ENDED_ATTR, endOfStudy } from '../reading/endOfStudy.js';
import { followEvents } from '../reading/followEvents.js';
import { EngineError } from '../protocol/errors.js';
import { runFolderOfTrial } from '../reading/glanceSweep.js';
import { processOf } from '../reading/processCard.js';
import { checkpointsIn } from '../reading/runCheckpoints.js';
import { startDetached } from '../runs/startDetached.js';
import { spaceOf } from '../sweep/parameters.js';
import type { Sampler } from '../sweep/sampler.js';
import type { StoredTrial } from '../sweep/studyState.js';
import { followControl, type ControlFollower } from './controlSweep.js';
import { endOfSweep } from './endOfSweep.js';
import { isOrphan, takeLease, type HeldLease } from './leases.js';
import { JOB_ATTR, runInFolder, type TrialQueue } from './followedRun.js';
import type { OpenStudy } from './openStudy.js';
import { pruners } from './pruners.js';
import { samplers, seedOfWorker } from './samplers.js';
import { parametersOf, requireSearch, type SweepConfig } from './sweepConfig.js';
import { readSweep, studyOfSweep } from './sweepFolder.js';
import { fail, followTrial, runTrial, type TrialWork } from './trialRun.js';

/** Beginning of the name of our workers: trials of others are not taken for dead. */
const WORKER = 'deepliif-';
const LOOK_EVERY_MS = 2000;

/** Answers of `workOnSweep` that are no end of the sweep. */
export const DRAINED = 'It was drained: running trials are finished, and no other begins.';
export const SURPLUS = 'Fewer workers are wanted.';

export interface WorkerWatch {
  readonly signal?: AbortSignal | undefined;
  readonly note: (line: string) => void;
  /** Trains on other machines; undefined: trials train on this one. */
  readonly queue?: TrialQueue | undefined;
  /** Control of the sweep, if several workers of this process share one reader. */
  readonly control?: ControlFollower;
  /** False: the worker ends after its trial. */
  readonly isWanted?: () => boolean;
}

/**
 * Works until the sweep ends, is drained, or this worker is not wanted any more; returns why.
 *
 * @throws EngineError `usage` for a folder that is no sweep, `cancelled`; a trial in progress is left to other workers
 */
export async function workOnSweep(
  folder: string,
  { signal, note, queue, control = followControl(folder, note), isWanted = () => true }: WorkerWatch,
): Promise<string> {
  let config = await readSweep(folder);
  const workerId = `${WORKER}${randomUUID()}`;
  const study = await studyOfSweep(folder, config, workerId);
  const workOf = (config: SweepConfig): TrialWork => {
    requireSearch(config, folder);
    const { kind, ...options } = config.pruner ?? { kind: 'median' };
    const pruner = pruners.named(kind).open(options);
    const parameters = parametersOf(config);
    return { folder, config, study, parameters, pruner, control, queue, signal, note };
  };
  let work = workOf(config);
  let sampler: Sampler | undefined;
  const readAgain = async () => {
    const now = await readSweep(folder);
    if (isDeepStrictEqual(now, config)) return;
    note('the configuration of the sweep has changed');
    [config, work, sampler] = [now, workOf(now), undefined];
  };
  for (;;) {
    throwIfCancelled(signal ? { signal } : {});
    const { phase } = await control.look();
    if (!isWanted()) return SURPLUS;
    await readAgain();
    const orphan = await takeOrphan(work, workerId);
    if (orphan) {
      await takeOver(orphan.trial, work).finally(() => orphan.lease.release());
      continue;
    }
    if (phase === 'draining') return DRAINED;
    const reason = endOfSweep(study.state, config, Date.now());
    const isRunning = study.state.trials.some(({ state }) => state === 'running');
    if (reason !== undefined && !isRunning) {
      await recordEnd(study, reason);
      return reason;
    }
    if (reason !== undefined || phase === 'paused') {
      await wait(LOOK_EVERY_MS); // others may die, and their trials become ours
      continue;
    }
    let lease: HeldLease | undefined;
    let isOver = false;
    try {
      await recordEnd(study, undefined);
      const trial = await study.ask(async (number) => {
        // Another worker may have begun the last trial meanwhile.
        isOver = endOfSweep(study.state, config, Date.now()) !== undefined;
        if (isOver) throw new Error('The sweep has ended.');
        lease = await takeLease(folder, number, workerId);
      });
      sampler ??= samplerOf(config, work, trial.number);
      const params = await suggested(trial, sampler, work);
      if (!params) continue;
      note(`trial ${trial.number} begins`);
      await runTrial(trial, params, work);
    } catch (thrown) {
      if (!isOver) throw thrown;
    } finally {
      await lease?.release();
    }
  }
}

/** A changed space gets a sampler of its own, whose random numbers do not begin again. */
function samplerOf(config: SweepConfig, { parameters }: TrialWork, firstTrial: number): Sampler {
  const { kind, ...options } = config.sampler ?? { kind: 'tpe' };
  const row = samplers.named(kind);
  const seed = seedOfWorker(row, config.seed ?? 0, firstTrial);
  return row.open({ ...options, seed }, spaceOf(parameters));
}

/** Parameters of a trial; undefined for a trial that failed, because the plug-in with the sampler did. */
async function suggested(
  trial: StoredTrial,
  sampler: Sampler,
  work: TrialWork,
): Promise<ReadonlyMap<string, number> | undefined> {
  try {
    return await work.study.suggest(trial, sampler, work.parameters);
  } catch (error) {
    if (!(error instanceof EngineError) || error.code !== 'plugin-failed') throw error;
    await fail(trial, error.message, work);
    return undefined;
  }
}

/** Keeps the reason of the end with the study, or takes it back when the sweep goes on. */
async function recordEnd(study: OpenStudy, reason: string | undefined): Promise<void> {
  if (endOfStudy(study.state)?.reason === reason) return;
  await study.setStudyAttrs({
    [ENDED_ATTR]: reason ?? null,
    [ENDED_AT_ATTR]: reason === undefined ? null : new Date().toISOString(),
  });
}

/**
 * A running trial whose worker died, with its lease; undefined if there is none. While the sweep is paused, only
 * trials whose training goes on are taken: it is to be paused.
 */
function takeOrphan(
  { folder, study, control, queue }: TrialWork,
  workerId: string,
): Promise<{ readonly trial: StoredTrial; readonly lease: HeldLease } | undefined> {
  return study.exclusively(async () => {
    for (const trial of study.state.trials)
      if (
        trial.state === 'running' &&
        trial.worker?.startsWith(WORKER) &&
        (control.control.phase !== 'paused' || queue || (await isTraining(trial, folder))) &&
        (await isOrphan(folder, trial.number))
      )
        return { trial, lease: await takeLease(folder, trial.number, workerId) };
    return undefined;
  });
}

async function isTraining(trial: StoredTrial, folder: string): Promise<boolean> {
  const dir = runFolderOfTrial(trial, folder);
  return dir !== undefined && (await processOf(dir)).is === 'alive';
}

/** Goes on with the trial of a dead worker: follows its run, resumes it from its checkpoint, or tries it again. */
async function takeOver(trial: StoredTrial, work: TrialWork): Promise<void> {
  if (trial.userAttrs[JOB_ATTR] !== undefined) {
    if (work.queue) return runTrial(trial, trial.params, work);
    throw new EngineError(
      'usage',
      `Trial ${trial.number} is in a queue. Resume the sweep with --queue and the address of that queue.`,
    );
  }
  const dir = runFolderOfTrial(trial, work.folder);
  if (dir === undefined) return fail(trial, 'Its worker died before the training began.', work);
  work.note(`trial ${trial.number} is taken over from a worker that died`);
  const follower = followEvents(dir);
  await follower.read().catch(() => false); // its folder may be gone; following it says so
  const { is } = await processOf(dir);
  const isDead = follower.log.state.phase !== 'ended' && (is === 'none' || is === 'gone');
  const isUnwanted = work.control.control.stopTrials.includes(trial.number);
  if (isDead && !isUnwanted && (await checkpointsIn(dir)).length > 0)
    await startDetached({ kind: 'resume', dir, backend: undefined, rates: {} }, work.signal).catch(
      () => undefined,
    );
  await followTrial(trial, runInFolder(dir), work);
}
