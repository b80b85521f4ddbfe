// The workers of this machine on a sweep: as many as its control asks for, in one process, since a worker mostly waits
// for its training process. The process has a card, so that everybody sees that it lives.

import { mkdir } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { unwritable } from '../files/unwritable.js';
import { asError, EngineError } from '../protocol/errors.js';
import { cardFolder, processOfSweep } from '../reading/cardOfSweep.js';
import { takeRun, type TakenRun } from '../training/run/takeRun.js';
import { followControl } from './controlSweep.js';
import type { TrialQueue } from './followedRun.js';
import { DRAINED, SURPLUS, workOnSweep, type WorkerWatch } from './worker.js';

const LOOK_EVERY_MS = 1000;

export interface MachineWatch {
  readonly signal?: AbortSignal | undefined;
  readonly note: (line: string) => void;
  /** Trains on other machines; undefined: trials train on this one. */
  readonly queue?: TrialQueue | undefined;
  /** Called once the process has its card. */
  readonly begun?: () => Promise<void>;
}

/**
 * Works on the sweep as the process of this machine, until it ends or is drained; returns why.
 *
 * @throws EngineError `usage` if another process of this machine does, `cancelled`; trials in progress are left to
 * other workers
 */
export async function workAsMachine(folder: string, watch: MachineWatch): Promise<string> {
  const card = await takeCard(folder);
  try {
    await watch.begun?.();
    return await keepWorkers(folder, watch);
  } finally {
    await card.release();
  }
}

async function takeCard(folder: string): Promise<TakenRun> {
  const state = await processOfSweep(folder);
  if (state.is === 'alive' || state.is === 'elsewhere')
    throw new EngineError(
      'usage',
      `Process ${state.process.pid} of this machine works on ${folder} already (since ${state.process.started}). ` +
        `Change its number of workers with: deepliif sweep workers ${folder} N`,
    );
  const place = cardFolder(folder);
  await mkdir(place, { recursive: true }).catch((error: unknown) => {
    throw unwritable(place, error);
  });
  return takeRun(place, () => {
    throw new EngineError(
      'usage',
      `A sweep takes its orders from its folder: deepliif sweep pause|continue|drain|workers ${folder}`,
    );
  });
}

/** Starts workers while fewer run than are asked for. The first one that finds an end decides that no more begin. */
async function keepWorkers(folder: string, { signal, note, queue }: MachineWatch): Promise<string> {
  const control = followControl(folder, note);
  const failure = new AbortController();
  const running = new Map<number, Promise<void>>();
  let end: string | undefined;
  let error: Error | undefined;
  const begin = (place: number) => {
    const watch: WorkerWatch = {
      signal: signal ? AbortSignal.any([signal, failure.signal]) : failure.signal,
      ...{ note, control, queue, isWanted: () => place < control.control.workers },
    };
    const work = workOnSweep(folder, watch).then(
      (reason) => {
        if (reason !== SURPLUS) end ??= reason;
      },
      (thrown: unknown) => {
        error ??= asError(thrown);
        failure.abort(); // the others leave their trials, too
      },
    );
    running.set(
      place,
      work.finally(() => running.delete(place)),
    );
  };
  for (;;) {
    const { workers, phase } = await control.look();
    if (end === DRAINED && phase !== 'draining') end = undefined; // a person has continued it
    if (end === undefined && error === undefined)
      for (let place = 0; place < workers; place++) if (!running.has(place)) begin(place);
    if (running.size === 0) break;
    await Promise.race([...running.values(), wait(LOOK_EVERY_MS, undefined, { ref: false })]);
  }
  if (error !== undefined) throw error;
  return end ?? SURPLUS;
}
