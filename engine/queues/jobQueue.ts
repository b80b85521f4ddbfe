// A queue of trials on Redis or PostgreSQL, by BullMQ, as a sweep and its workers use it.

import { setTimeout as wait } from 'node:timers/promises';
import { throwIfCancelled } from '../control/cancel.js';
import { connect, QUEUE, quietErrors, type BullJob } from './bullConnection.js';
import type { QueueAddress } from './queueAddress.js';
import { isLostConnection, unreachable } from './reachServer.js';

const TRY_AGAIN_MS = 1000;
/** A worker that cannot begin a trial gives it back so often, so that another machine may take it. */
const ATTEMPTS = 3;
const PAUSE_AFTER_FAILURE_MS = 5000;
/** A trial that has lost so many workers fails: it may be what kills them. */
export const MOST_LOST_WORKERS = 10;

/** A job as the queue has it; all of it comes from outside. */
export interface FoundJob {
  readonly message: unknown;
  /** The last news of the worker; undefined before the first. */
  readonly news: unknown;
  /** End of the job: the worker's last news, or why it failed. */
  readonly end?: { readonly news: unknown } | { readonly failure: string };
}

export interface JobQueue {
  /** Adds a job, unless one of that id is there. */
  add(id: string, message: object): Promise<void>;
  find(id: string): Promise<FoundJob | undefined>;
  /** Replaces the message of a job; false if there is no such job. */
  change(id: string, message: object): Promise<boolean>;
  /** Removes a job; false if a worker has it. */
  remove(id: string): Promise<boolean>;
  /** Trials that all connected workers can train at the same time. */
  places(): Promise<number>;
  close(): Promise<void>;
}

/** @throws EngineError `backend-unavailable` */
export async function openJobQueue(address: QueueAddress, note: (line: string) => void): Promise<JobQueue> {
  const { Queue, reach } = await connect(address, 1); // a command that waits for the server cannot be cancelled
  const queue = new Queue(QUEUE, { ...reach, defaultJobOptions: JOB_OPTIONS });
  queue.on('error', quietErrors(address, note));
  await queue.waitUntilReady().catch((error: unknown) => {
    throw unreachable(address, error);
  });
  const found = (id: string) => queue.getJob(id);
  return {
    add: async (id, message) => void (await queue.add('trial', message, { jobId: id })),
    find: async (id) => {
      const job = await found(id);
      if (!job) return undefined;
      const { data: message, progress: news } = job;
      const end = endOf(job);
      return {
        message,
        news: typeof news === 'object' && news !== null ? news : undefined,
        ...(end ? { end } : {}),
      };
    },
    change: async (id, message) => {
      const job = await found(id);
      await job?.updateData(message);
      return job !== undefined;
    },
    remove: async (id) => {
      const job = await found(id);
      return job
        ? job.remove().then(
            () => true,
            () => false,
          )
        : true;
    },
    places: async () => placesOf(await queue.getWorkers()),
    close: () => queue.close(),
  };
}

const JOB_OPTIONS = {
  attempts: ATTEMPTS,
  backoff: { type: 'fixed', delay: PAUSE_AFTER_FAILURE_MS },
  stackTraceLimit: 0, // it would hold paths of the worker's machine
};

function endOf({ finishedOn, returnvalue, failedReason = 'no reason' }: BullJob): FoundJob['end'] {
  if (!finishedOn) return undefined;
  if (typeof returnvalue === 'object' && returnvalue !== null) return { news: returnvalue };
  return {
    failure: failedReason.includes('stalled')
      ? `The trial has lost ${MOST_LOST_WORKERS + 1} workers, one after the other. They were killed or lost their connection.`
      : failedReason,
  };
}

/** A worker's name ends with the number of trials that it trains at the same time: "gpu7#2". */
function placesOf(workers: readonly Readonly<Record<string, unknown>>[]): number {
  return workers.reduce(
    (sum, { rawname, name }) => sum + Number(/#(\d{1,3})$/.exec(String(rawname ?? name))?.[1] ?? 1),
    0,
  );
}

/** Result of the work once the server answers. @throws EngineError `cancelled` */
export async function onceAnswered<T>(work: () => Promise<T>, signal?: AbortSignal): Promise<T> {
  for (;;) {
    throwIfCancelled(signal ? { signal } : {});
    try {
      return await work();
    } catch (error) {
      if (!isLostConnection(error)) throw error;
      await wait(TRY_AGAIN_MS);
    }
  }
}
