// Thread that watches for interrupts: a busy cell would hear none. Each byte on the pipe is one. The kernel gets it as a
// message; a cell that does not react is terminated in the middle of its code, and the variables stay.

import { Session } from 'node:inspector';
import { Socket } from 'node:net';
import process from 'node:process';
import { setTimeout as sleep } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { FLAGS, type InterruptWatch } from './interruptFlags.js';

const { flags, pipe } = workerData as InterruptWatch; // written by watchInterrupts

/** Time in which awaiting code reacts by itself. */
const REACTION_MS = 100;
/** The same while the engine computes: a tile in pure JavaScript takes long, and broken off it would spoil the model. */
const ENGINE_REACTION_MS = 1500;
const LOOK_AGAIN_MS = 10;
/** Time in which a kernel without a window exits by itself. */
const GOODBYE_MS = 500;

new Socket({ fd: pipe, readable: true, writable: false })
  .on('data', () => void interrupt())
  .on('error', () => undefined)
  // The window has closed the notebook, or died. A kernel exits by itself then; a busy one does not hear of it.
  .on('close', () => void sleep(GOODBYE_MS).then(() => process.kill(process.pid, 'SIGKILL')));

async function interrupt(): Promise<void> {
  const cell = Atomics.load(flags, FLAGS.running);
  parentPort!.postMessage('interrupt');
  if (cell === 0) return;
  const isOver = () =>
    Atomics.load(flags, FLAGS.running) !== cell || Atomics.load(flags, FLAGS.reacted) === cell;
  for (let waitedMs = 0; !isOver(); waitedMs += LOOK_AGAIN_MS) {
    const isComputing = Atomics.load(flags, FLAGS.engineCalls) > 0;
    if (waitedMs >= (isComputing ? ENGINE_REACTION_MS : REACTION_MS)) {
      terminate();
      waitedMs = 0;
    }
    await sleep(LOOK_AGAIN_MS);
  }
}

function terminate(): void {
  const session = new Session();
  session.connectToMainThread();
  session.post('Runtime.terminateExecution', () => session.disconnect());
}
