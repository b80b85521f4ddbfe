// Thread in a process that runs code or networks from elsewhere. They may block the main thread for ever, so this one looks
// whether the parent lives and how much memory is used, and ends the process. Typed arrays lie outside of V8's heap, whose
// own limit does not see them.

import { writeSync } from 'node:fs';
import { workerData } from 'node:worker_threads';
import { TOO_MUCH_MEMORY, type WatchedProcess } from './watchLimits.js';

const EVERY_MS = 100;
const MB = 1024 * 1024;
const { parent, memoryMb } = workerData as WatchedProcess;

setInterval(() => {
  if (isOrphan()) end();
  if (process.memoryUsage.rss() > memoryMb * MB) {
    try {
      writeSync(2, `\n${TOO_MUCH_MEMORY}\n`);
    } catch {
      // The pipe is full or closed: the exit alone must do.
    }
    end();
  }
}, EVERY_MS);

/** A process whose parent has died gets another one; Windows keeps the number of the dead one. */
function isOrphan(): boolean {
  if (process.ppid !== parent) return true;
  try {
    process.kill(parent, 0);
    return false;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ESRCH';
  }
}

/** `process.exit` would end the thread only. */
function end(): void {
  process.kill(process.pid, 'SIGKILL');
}
