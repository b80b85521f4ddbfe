// Whether the process of a run is there: process.json says which it would be, the system whether it lives.

import { readFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { ShapeError } from '../../engine/protocol/shape.js';
import { runProcess } from '../../engine/runlog/runShapes.js';
import type { RunProcess } from '../../engine/runlog/runEvents.js';
import type { ProcessPresence } from '../../engine/runlog/runState.js';

export const PROCESS_FILE = 'process.json';

/** `folder`: of the run. Of one whose process file names another machine nothing is known here. */
export async function presenceOf(
  folder: string,
  isAlive: (pid: number) => boolean = processLives,
): Promise<ProcessPresence> {
  const process = await readProcess(folder);
  if (!process) return 'gone';
  if (process.host !== hostname()) return 'elsewhere';
  return isAlive(process.pid) ? 'alive' : 'gone';
}

async function readProcess(folder: string): Promise<RunProcess | undefined> {
  try {
    const text = await readFile(join(folder, PROCESS_FILE), 'utf8');
    return runProcess(JSON.parse(text), PROCESS_FILE);
  } catch (thrown) {
    const { code } = thrown as NodeJS.ErrnoException;
    const absent = code === 'ENOENT' || code === 'ENOTDIR';
    if (absent || thrown instanceof ShapeError || thrown instanceof SyntaxError) return undefined;
    throw thrown;
  }
}

/** A process that may not be signalled lives too. */
function processLives(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code === 'EPERM';
  }
}
