// sweep.log: what workers of a sweep did, a line each with its time and machine. It stays small: a full log becomes
// sweep.log.1, in place of the one before.

import { appendFileSync, renameSync, statSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';

export const SWEEP_LOG_FILE = 'sweep.log';
const MOST_LOG_BYTES = 2 ** 20;

/** A function that adds a line. A disk that is full loses lines and stops nothing. */
export function openSweepLog(folder: string, mostBytes = MOST_LOG_BYTES): (line: string) => void {
  const file = join(folder, SWEEP_LOG_FILE);
  return (line) => {
    try {
      if ((statSync(file, { throwIfNoEntry: false })?.size ?? 0) > mostBytes) renameSync(file, `${file}.1`);
      appendFileSync(file, `${new Date().toISOString()} ${hostname()} ${line.replaceAll('\n', ' ')}\n`);
    } catch {
      // the note is lost
    }
  };
}
