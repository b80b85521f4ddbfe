// BullMQ's classes for the kind of server, behind the few types that are used of them. BullMQ and its drivers load only
// here, when a queue is opened.

import { asError } from '../protocol/errors.js';
import type { QueueAddress } from './queueAddress.js';
import { postgresOptions, reachServer, redisOptions, withoutPassword } from './reachServer.js';

export const QUEUE = 'deepliif-trials';
/** Beginning of our keys in Redis, and our schema in PostgreSQL. */
const NAMESPACE = 'deepliif';

/** The parts of BullMQ that are used. Its own types differ by the kind of server. */
export interface BullJob {
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

/** BullMQ's classes for the kind of server, and what they need to reach it. */
export async function connect(address: QueueAddress, tries: number | null) {
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
export function quietErrors({ shown, password }: QueueAddress, note: (line: string) => void) {
  const told = new Set<string>();
  return (error: unknown): void => {
    const text = withoutPassword(asError(error).message, password).slice(0, 300);
    if (told.has(text) || text.includes('lock for job')) return; // a worker that has lost its trial tells so itself
    told.add(text);
    note(`queue ${shown}: ${text || 'the connection was lost'}; trying again`);
  };
}
