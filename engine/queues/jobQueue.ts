// A queue of trials on Redis or PostgreSQL, by BullMQ, as a sweep and its workers use it. BullMQ loads only here.

import { setTimeout as wait } from 'node:timers/promises';
import { throwIfCancelled } from '../control/cancel.js';
import { asError } from '../protocol/errors.js';
import type { QueueAddress } from './queueAddress.js';
import {
  isLostConnection,
  postgresOptions,
  reachServer,
  redisOptions,
  unreachable,
  withoutPassword,
} from './reachServer.js';

const QUEUE = 'deepliif-trials';
/** Beginning of our keys in Redis, and our schema in PostgreSQL. */
const NAMESPACE = 'deepliif';
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

/** The parts of BullMQ that are used. Its own types differ by the kind of server. */
interface BullJob {
  readonly id?: string | undefined;
  readonly data: unknown;
  readonly progress: unknown;
  readonly returnvalue: unknown;
  readonly failedReason?: string | undefined;
  readonly finishedOn?: number | undefined;
  updateData(data: object): Promise<void>;
  updateProgress(news: object): Promise<void>;
  moveToWait(token?: string): Promise<unknown>;
  remove(): Promise<void>;
}

interface BullConnection {
  on(event: 'error', hear: (error: unknown) => void): unknown;
  waitUntilReady(): Promise<unknown>;
  close(): Promise<void>;
}

interface BullQueue extends BullConnection {
  add(name: string, data: object, options: { readonly jobId: string }): Promise<unknown>;
  getJob(id: string): Promise<BullJob | undefined>;
  getWorkers(): Promise<readonly Readonly<Record<string, unknown>>[]>;
}

interface BullWorker extends BullConnection {
  on(event: 'error', hear: (error: unknown) => void): unknown;
  on(event: 'lockRenewalFailed', hear: (ids: readonly string[]) => void): unknown;
  cancelJob(id: string): boolean;
}

type Process = (job: BullJob, token: string | undefined, lost: AbortSignal | undefined) => Promise<object>;

interface BullClasses {
  readonly Queue: new (name: string, options: object) => BullQueue;
  readonly Worker: new (name: string, work: Process, options: object) => BullWorker;
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

/** Job that a worker has taken. */
export interface TakenJob {
  readonly id: string;
  readonly message: unknown;
  tell(news: object): Promise<void>;
  /** Aborted once the queue has given the job to another worker. */
  readonly lost: AbortSignal;
}

/** Thrown to give a job back: another worker takes it at once, or this one later. */
export class GivenBack extends Error {
  override readonly name = 'GivenBack';
}

/** Thrown for a job that no worker can do. */
export class Refused extends Error {
  override readonly name = 'Refused';
}

export interface JobWorker {
  readonly activeJobs: number;
  /** Takes no more jobs and waits for those that it has. */
  close(): Promise<void>;
}

/**
 * Takes jobs until it is closed.
 * @param places jobs at the same time
 * @param leaseMs time after which the jobs of a silent worker are given to others
 * @throws EngineError `backend-unavailable`
 */
export async function openJobWorker(
  address: QueueAddress,
  work: (job: TakenJob) => Promise<object>,
  {
    host,
    places,
    leaseMs,
    note,
  }: {
    readonly host: string;
    readonly places: number;
    readonly leaseMs: number;
    readonly note: (line: string) => void;
  },
): Promise<JobWorker> {
  const { Worker, WaitingError, UnrecoverableError, reach } = await connect(address, null);
  let activeJobs = 0;
  const worker = new Worker(
    QUEUE,
    async (job, token, lost) => {
      activeJobs++;
      try {
        return await work({
          id: String(job.id),
          message: job.data,
          tell: (news) => job.updateProgress(news),
          lost: lost ?? new AbortController().signal,
        });
      } catch (error) {
        if (error instanceof Refused) throw new UnrecoverableError(error.message);
        if (!(error instanceof GivenBack)) throw error;
        await job.moveToWait(token);
        throw new WaitingError();
      } finally {
        activeJobs--;
      }
    },
    {
      ...reach,
      name: `${host}#${places}`,
      concurrency: places,
      lockDuration: leaseMs,
      stalledInterval: leaseMs,
      maxStalledCount: MOST_LOST_WORKERS,
    },
  );
  worker.on('error', quietErrors(address, note));
  worker.on('lockRenewalFailed', (ids: readonly string[]) => {
    for (const id of ids) worker.cancelJob(id);
  });
  await worker.waitUntilReady().catch((error: unknown) => {
    throw unreachable(address, error);
  });
  return {
    get activeJobs() {
      return activeJobs;
    },
    close: () => worker.close(),
  };
}

/** BullMQ's classes for the kind of server, and what they need to reach it. */
async function connect(address: QueueAddress, tries: number | null) {
  await reachServer(address);
  const bull = await import('bullmq');
  const { WaitingError, UnrecoverableError } = bull;
  const isRedis = address.kind === 'redis';
  // The constructors take less than object and give more than the interfaces: the options below are those of their kind.
  const { Queue, Worker } = (isRedis
    ? bull
    : bull.withBackend(bull.createPostgresBackend)) as unknown as BullClasses;
  const reach = isRedis
    ? { connection: { ...redisOptions(address), maxRetriesPerRequest: tries }, prefix: NAMESPACE }
    : { connection: { ...postgresOptions(address), schema: NAMESPACE, migrate: true } };
  return { Queue, Worker, WaitingError, UnrecoverableError, reach };
}

/** Tells each problem of the connection once, without the password. */
function quietErrors({ shown, password }: QueueAddress, note: (line: string) => void) {
  const told = new Set<string>();
  return (error: unknown): void => {
    const text = withoutPassword(asError(error).message, password).slice(0, 300);
    if (told.has(text) || /lock for job/.test(text)) return; // a worker that has lost its trial tells so itself
    told.add(text);
    note(`queue ${shown}: ${text || 'the connection was lost'}; trying again`);
  };
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
