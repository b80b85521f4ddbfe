// The kinds of folders that are runs: runs of this engine, which have a run.json, and folders with TensorBoard's event
// files, which can only be shown. This engine's own event files are beside a run.json.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { isEventFile } from '../runlog/tensorBoardPlaces.js';
import { RUN_FILE } from './runFile.js';

export type RunKind = 'run' | 'tensorboard';

/** undefined for a folder that is no run, or is not there. */
export async function runKind(folder: string): Promise<RunKind | undefined> {
  const names = await readdir(folder).catch((): string[] => []);
  if (names.includes(RUN_FILE)) {
    const found = await stat(join(folder, RUN_FILE)).catch(() => undefined);
    if (found?.isFile()) return 'run';
  }
  return names.some(isEventFile) ? 'tensorboard' : undefined;
}
