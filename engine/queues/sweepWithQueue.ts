// A sweep whose trials go to the workers of a queue. It has as many trials in the queue as the connected workers can
// train, unless a person has said how many.

import { readSweep } from '../studies/sweepFolder.js';
import { changeControl } from '../studies/controlSweep.js';
import type { TrialQueue } from '../studies/followedRun.js';
import type { QueueToUse } from '../studies/startSweep.js';
import { workAsMachine, type MachineWatch } from '../studies/sweepWorkers.js';
import { MOST_SWEEP_WORKERS, type SweepControl } from '../protocol/sweeps.js';
import { openJobQueue, type JobQueue } from './jobQueue.js';
import { queueAddress, type QueueAddress } from './queueAddress.js';
import { queuedTrials } from './queuedTrials.js';
import { sweepName } from './sweepId.js';

const COUNT_EVERY_MS = 5000;

/** Works on the sweep as the process of this machine, with the queue or without; returns why it ended. */
export async function workWith(
  queue: QueueToUse | undefined,
  folder: string,
  watch: MachineWatch,
): Promise<string> {
  if (!queue) return workAsMachine(folder, watch);
  const address = addressOfQueue(queue.address);
  return withQueue({ folder, address, followsWorkers: queue.followsWorkers, note: watch.note }, (trials) =>
    workAsMachine(folder, { ...watch, queue: trials }),
  );
}

/** @throws EngineError `usage` */
export function addressOfQueue(text: string): QueueAddress {
  return queueAddress(text, process.env.DEEPLIIF_QUEUE_PASSWORD);
}

interface QueuedSweep {
  /** Absolute path of the sweep's folder. */
  readonly folder: string;
  readonly address: QueueAddress;
  /** True if the number of trials follows the connected workers. */
  readonly followsWorkers: boolean;
  readonly note: (line: string) => void;
}

/** @throws EngineError `backend-unavailable` without the server, `usage` for a space with paths */
async function withQueue<T>(
  { folder, address, followsWorkers, note }: QueuedSweep,
  work: (queue: TrialQueue) => Promise<T>,
): Promise<T> {
  const jobs = await openJobQueue(address, note);
  let counting: NodeJS.Timeout | undefined;
  try {
    const queue = queuedTrials(jobs, await sweepName(folder), await readSweep(folder));
    const count = countWorkers(jobs, address, folder, followsWorkers, note);
    await count();
    counting = setInterval(() => void count(), COUNT_EVERY_MS);
    return await work(queue);
  } finally {
    clearInterval(counting);
    await jobs.close();
  }
}

/**
 * Tells how many trials the workers can train whenever that changes, and asks for as many if wanted. Once a person has
 * asked for another number, that one stays.
 */
export function countWorkers(
  jobs: Pick<JobQueue, 'places'>,
  { shown }: Pick<QueueAddress, 'shown'>,
  folder: string,
  followsWorkers: boolean,
  note: (line: string) => void,
): () => Promise<void> {
  let known: number | undefined;
  let asked: number | undefined;
  let follows = followsWorkers;
  return async () => {
    const places = await jobs.places().catch(() => known); // the server is silent
    if (places === undefined) return;
    if (places !== known)
      note(
        places === 0
          ? `No worker is connected. Start some with: deepliif worker --queue ${shown} --shared SWEEPS`
          : `The connected workers train ${places === 1 ? 'one trial' : `up to ${places} trials`} at the same time.`,
      );
    known = places;
    const workers = Math.min(MOST_SWEEP_WORKERS, Math.max(1, places));
    if (!follows || workers === asked) return;
    const change = (control: SweepControl) => {
      follows = asked === undefined || control.workers === asked;
      return follows ? { ...control, workers } : control;
    };
    await changeControl(folder, change).then(
      ({ workers }) => void (asked = workers),
      () => undefined, // asked for again at the next count
    );
  };
}
