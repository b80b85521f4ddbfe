// Worker of a queue: takes trials of any sweep from it and trains them on this machine, some at the same time, until it
// is stopped or idle for long.

import { hostname } from 'node:os';
import { setTimeout as wait } from 'node:timers/promises';
import { asError, EngineError } from '../protocol/errors.js';
import { openJobQueue, type JobQueue } from './jobQueue.js';
import { GivenBack, openJobWorker, Refused, type TakenJob } from './jobWorker.js';
import type { QueueAddress } from './queueAddress.js';
import { trainJob } from './trainJob.js';
import { OtherProtocol, trialMessage, type TrialMessage, type TrialNews } from './trialMessage.js';
import { optionsHere, type WorkerFolder } from './workerFolder.js';

const LOOK_EVERY_MS = 500;
/** Pause of a worker that cannot begin a trial, so that others take it first. */
const AFTER_FAILURE_MS = 5000;

export interface QueueWorkerOptions {
  readonly address: QueueAddress;
  readonly folder: WorkerFolder;
  /** Trials at the same time. */
  readonly places: number;
  /** Time after which the trials of a silent worker are given to others. */
  readonly leaseMs: number;
  /** Ends after so long without a trial. */
  readonly idleMs?: number | undefined;
  readonly signal: AbortSignal;
  readonly note: (line: string) => void;
}

/**
 * Works until the signal or long idleness; trials that are not finished then are stopped with a checkpoint and go back to
 * the queue. Returns the reason.
 * @throws EngineError `backend-unavailable` without a server, `usage` if a sweep has another version of the messages
 */
export async function workOnQueue(options: QueueWorkerOptions): Promise<string> {
  const { address, folder, places, leaseMs, idleMs, signal, note } = options;
  const jobs = await openJobQueue(address, note);
  let refusal: Error | undefined;
  const ending = new AbortController();
  const take = (job: TakenJob) =>
    train(job, jobs, { ...options, signal: AbortSignal.any([signal, ending.signal]) }).catch(
      (error: unknown) => {
        if (!(error instanceof OtherProtocol)) throw error;
        refusal = error;
        throw new GivenBack();
      },
    );
  const host = hostname();
  const worker = await openJobWorker(address, take, { host, places, leaseMs, note }).catch(
    async (error: unknown) => {
      await jobs.close();
      throw error;
    },
  );
  const where = folder.kind === 'shared' ? folder.sweeps : folder.out;
  note(
    `Waits for trials at ${address.shown}; trains ${places === 1 ? 'one' : `up to ${places}`} at a time in ${where}.`,
  );
  let busyMs = performance.now();
  try {
    for (;;) {
      if (worker.activeJobs > 0) busyMs = performance.now();
      if (refusal) throw refusal;
      if (signal.aborted) return 'It was stopped.';
      if (idleMs !== undefined && performance.now() - busyMs > idleMs)
        return `There was no trial for ${idleMs / 60_000} minutes.`;
      await wait(LOOK_EVERY_MS);
    }
  } finally {
    ending.abort();
    await worker.close();
    await jobs.close();
  }
}

async function train(
  job: TakenJob,
  jobs: JobQueue,
  { folder, signal, note }: QueueWorkerOptions,
): Promise<TrialNews> {
  if (signal.aborted) throw new GivenBack();
  const message = checked(job);
  const name = `trial ${message.trial} of ${message.sweep}`;
  try {
    const news = await trainJob(await optionsHere(message, folder), {
      ...{ job, message, host: hostname(), signal, note },
      wanted: () => wantedNow(jobs, job.id),
      endsWithWorker: folder.kind === 'own',
    });
    note(`${name} ended${news.events.at(-1)?.type === 'ended' ? '' : ': its process was killed'}`);
    return news;
  } catch (error) {
    if (error instanceof GivenBack || signal.aborted) {
      note(`${name} goes back to the queue`);
      throw new GivenBack();
    }
    note(`${name}: ${asError(error).message}`);
    if (job.lost.aborted) throw error;
    await wait(AFTER_FAILURE_MS, undefined, { signal }).catch(() => undefined);
    throw error;
  }
}

/** @throws Refused for a message that no worker may take, OtherProtocol */
function checked({ message }: TakenJob): TrialMessage {
  try {
    return trialMessage(message);
  } catch (error) {
    if (error instanceof EngineError && !(error instanceof OtherProtocol)) throw new Refused(error.message);
    throw error;
  }
}

/** State that the sweep wants; `stop` if it has removed the job, undefined while the server is silent. */
async function wantedNow(jobs: JobQueue, id: string): Promise<TrialMessage['wanted'] | undefined> {
  try {
    const job = await jobs.find(id);
    return job ? trialMessage(job.message).wanted : 'stop';
  } catch {
    return undefined;
  }
}
