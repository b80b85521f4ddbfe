// `--queue` of `deepliif sweep`: trials go to workers on other machines.

import { readSweep } from '../studies/sweepFolder.js';
import type { TrialQueue } from '../studies/followedRun.js';

export const QUEUE_OPTION = [
  '--queue <address>',
  'give the trials to "deepliif worker" on other machines: redis://HOST:PORT or postgres://USER@HOST/DATABASE; the ' +
    'password may be in DEEPLIIF_QUEUE_PASSWORD. --workers is then the number of trials in the queue at the same time',
] as const;

/** @throws EngineError `usage`, `backend-unavailable` for a server that does not answer */
export async function requireQueue(address: string | undefined): Promise<void> {
  if (address === undefined) return;
  const { reachServer } = await import('../queues/reachServer.js');
  await reachServer(await addressOf(address));
}

/** Works with the queue of that address, or without one. */
export async function withQueue<T>(
  text: string | undefined,
  {
    folder,
    workers,
    note,
  }: { readonly folder: string; readonly workers: number; readonly note: (line: string) => void },
  work: (queue: TrialQueue | undefined) => Promise<T>,
): Promise<T> {
  if (text === undefined) return work(undefined);
  // BullMQ and its drivers load only for sweeps that use them.
  const { openJobQueue } = await import('../queues/jobQueue.js');
  const { queuedTrials } = await import('../queues/queuedTrials.js');
  const { sweepName } = await import('../queues/sweepId.js');
  const config = await readSweep(folder);
  const address = await addressOf(text);
  const jobs = await openJobQueue(address, note);
  try {
    const queue = queuedTrials(jobs, await sweepName(folder), config);
    const places = await jobs.places().catch(() => undefined);
    if (places === 0)
      note(
        `No worker is connected. Start some with: deepliif worker --queue ${address.shown} --shared SWEEPS`,
      );
    if (places !== undefined && places > workers)
      note(
        `The connected workers can train ${places} trials at the same time; --workers ${places} would use them all.`,
      );
    return await work(queue);
  } finally {
    await jobs.close();
  }
}

async function addressOf(text: string) {
  const { queueAddress } = await import('../queues/queueAddress.js');
  return queueAddress(text, process.env.DEEPLIIF_QUEUE_PASSWORD);
}
