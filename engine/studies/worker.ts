// Worker of a sweep: takes one trial after the other until the sweep ends. Any number of them work on one folder, on
// one machine or several that share the disk; a worker that dies leaves trials that the others take over.

import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { followEvents } from '../reading/followEvents.js';
import { EngineError } from '../protocol/errors.js';
import { processOf } from '../reading/processCard.js';
import { listCheckpoints } from '../reading/runCheckpoints.js';
import { startDetached } from '../runs/startDetached.js';
import { spaceOf } from '../sweep/parameters.js';
import type { Sampler } from '../sweep/sampler.js';
import type { StoredTrial } from '../sweep/studyState.js';
import { endOfSweep } from './endOfSweep.js';
import { isOrphan, takeLease, type HeldLease } from './leases.js';
import { JOB_ATTR, runInFolder, type TrialQueue } from './followedRun.js';
import type { OpenStudy } from './openStudy.js';
import { pruners } from './pruners.js';
import { samplers, seedOfWorker } from './samplers.js';
import { parametersOf } from './sweepConfig.js';
import { readSweep, studyOfSweep } from './sweepFolder.js';
import { fail, followTrial, RUN_ATTR, runTrial, type TrialWork } from './trialRun.js';

/** Beginning of the name of our workers: trials of others are not taken for dead. */
const WORKER = 'deepliif-';
const LOOK_EVERY_MS = 2000;

export interface WorkerWatch {
  readonly signal?: AbortSignal | undefined;
  readonly note: (line: string) => void;
  /** Trains on other machines; undefined: trials train on this one. */
  readonly queue?: TrialQueue | undefined;
}

/**
 * Works until the sweep ends; returns why it did.
 *
 * @throws EngineError `usage` for a folder that is no sweep, `cancelled`; a trial in progress is left to other workers
 */
export async function workOnSweep(folder: string, { signal, note, queue }: WorkerWatch): Promise<string> {
  const config = await readSweep(folder);
  const workerId = `${WORKER}${randomUUID()}`;
  const study = await studyOfSweep(folder, config, workerId);
  const parameters = parametersOf(config);
  const { kind: samplerId, ...samplerOptions } = config.sampler ?? { kind: 'tpe' };
  const { kind: prunerId, ...prunerOptions } = config.pruner ?? { kind: 'median' };
  const work: TrialWork = {
    ...{ folder, config, study, parameters, signal, note, queue },
    pruner: pruners.named(prunerId).open(prunerOptions),
  };
  const row = samplers.named(samplerId);
  const samplerFrom = (trial: number) =>
    row.open({ ...samplerOptions, seed: seedOfWorker(row, config.seed ?? 0, trial) }, spaceOf(parameters));
  let sampler: Sampler | undefined;
  for (;;) {
    const orphan = await takeOrphan(folder, study, workerId);
    if (orphan) {
      await takeOver(orphan.trial, work).finally(() => orphan.lease.release());
      continue;
    }
    const reason = endOfSweep(study.state, config, Date.now());
    if (reason !== undefined) {
      if (!study.state.trials.some(({ state }) => state === 'running')) return reason;
      await wait(LOOK_EVERY_MS); // others may die, and their trials become ours
      continue;
    }
    let lease: HeldLease | undefined;
    try {
      const trial = await study.ask(async (number) => {
        lease = await takeLease(folder, number, workerId);
      });
      sampler ??= samplerFrom(trial.number);
      const params = await study.suggest(trial, sampler, parameters);
      note(`trial ${trial.number} begins`);
      await runTrial(trial, params, work);
    } finally {
      await lease?.release();
    }
  }
}

/** A running trial whose worker died, with its lease; undefined if there is none. */
function takeOrphan(
  folder: string,
  study: OpenStudy,
  workerId: string,
): Promise<{ readonly trial: StoredTrial; readonly lease: HeldLease } | undefined> {
  return study.exclusively(async () => {
    for (const trial of study.state.trials)
      if (
        trial.state === 'running' &&
        trial.worker?.startsWith(WORKER) &&
        (await isOrphan(folder, trial.number))
      )
        return { trial, lease: await takeLease(folder, trial.number, workerId) };
    return undefined;
  });
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
  const run = trial.userAttrs[RUN_ATTR];
  if (typeof run !== 'string' || !isPlainPath(run))
    return fail(trial, 'Its worker died before the training began.', work);
  const dir = join(work.folder, run);
  work.note(`trial ${trial.number} is taken over from a worker that died`);
  const follower = followEvents(dir);
  await follower.read().catch(() => false); // its folder may be gone; following it says so
  const { is } = await processOf(dir);
  const isDead = follower.log.state.phase !== 'ended' && (is === 'none' || is === 'gone');
  if (isDead && (await listCheckpoints(dir).catch(() => [])).length > 0)
    await startDetached({ kind: 'resume', dir, backend: undefined, rates: {} }, work.signal).catch(
      () => undefined,
    );
  await followTrial(trial, runInFolder(dir), work);
}

/** A path within the sweep's folder: the journal may come from anywhere. */
function isPlainPath(path: string): boolean {
  return path.split('/').every((part) => /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/.test(part));
}
