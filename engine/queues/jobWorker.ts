// The side of a queue that takes jobs, by BullMQ.

import { connect, QUEUE, quietErrors } from './bullConnection.js';
import { MOST_LOST_WORKERS } from './jobQueue.js';
import type { QueueAddress } from './queueAddress.js';
import { unreachable } from './reachServer.js';

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
