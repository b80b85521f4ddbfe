// A run at a glance, for lists of many: the beginning and the end of its events. Curves are read in full only for the
// runs that are shown.

import { readdir, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { readRunLog, type RunLog } from '../runlog/runLog.js';
import type { RunState } from '../runlog/runState.js';
import { isEventFile } from '../runlog/tensorBoardPlaces.js';
import { bytesAt, openIfThere } from './followFile.js';
import { GLANCE_HEAD_BYTES, GLANCE_TAIL_BYTES } from './limits.js';
import { EVENTS_FILE } from './runFile.js';
import { glanceAtTensorBoard } from './tensorBoardFiles.js';

const LINE_FEED = 0x0a;

export interface RunGlance {
  /** The state, with rows of the two ends of the file only. */
  readonly state: RunState;
  /** Changes whenever the files change. */
  readonly version: string;
}

/** A run of this engine; one that never began has no events. `known` is returned while the file is unchanged. */
export async function glanceAtEvents(folder: string, known?: RunGlance): Promise<RunGlance> {
  const handle = await openIfThere(join(folder, EVENTS_FILE));
  if (!handle) return { state: readRunLog().state, version: '' };
  try {
    const { size, mtimeMs, ino } = await handle.stat();
    const version = `${ino} ${size} ${mtimeMs}`;
    if (known?.version === version) return known;
    const log = readRunLog();
    if (size <= GLANCE_HEAD_BYTES + GLANCE_TAIL_BYTES) log.push(textOf(await bytesAt(handle, 0, size)));
    else await pushEnds(handle, size, log);
    return { state: log.state, version };
  } finally {
    await handle.close();
  }
}

/** Whole lines of the beginning and of the end. */
async function pushEnds(handle: FileHandle, size: number, log: RunLog): Promise<void> {
  const head = await bytesAt(handle, 0, GLANCE_HEAD_BYTES);
  log.push(textOf(head.subarray(0, head.lastIndexOf(LINE_FEED) + 1)));
  const tail = await bytesAt(handle, size - GLANCE_TAIL_BYTES, GLANCE_TAIL_BYTES);
  log.push(textOf(tail.subarray(tail.indexOf(LINE_FEED) + 1)));
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

export interface TensorBoardRunGlance extends RunGlance {
  readonly hparams: Readonly<Record<string, unknown>>;
}

/**
 * A folder of TensorBoard's files. `known` is handed back while all files are the same.
 * @throws EngineError `usage` if there is no such folder
 */
export async function glanceAtTensorBoardRun(
  folder: string,
  known?: TensorBoardRunGlance,
): Promise<TensorBoardRunGlance> {
  const version = await versionOf(folder);
  if (known?.version === version) return known;
  const { hparams, startedMs } = await glanceAtTensorBoard(folder);
  return { state: { ...readRunLog().state, startedMs }, version, hparams };
}

async function versionOf(folder: string): Promise<string> {
  const names = (await readdir(folder).catch((): string[] => [])).filter(isEventFile).sort();
  const found = await Promise.all(names.map((name) => stat(join(folder, name)).catch(() => undefined)));
  return names.map((name, i) => `${name} ${found[i]?.size} ${found[i]?.mtimeMs}`).join('\n');
}
