// A run at a glance, for lists of many: how it began, and what its last half mebibyte says. Curves are read in full
// only for the runs that a dashboard shows.

import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { readRunLog, type RunLog } from '../../engine/runlog/runLog.js';
import type { RunState } from '../../engine/runlog/runState.js';
import { READ_WITHOUT_WAITING } from '../results/pictureSize.js';
import { bytesAt, EVENTS_FILE, pushBytes } from './runReader.js';

const LINE_FEED = 0x0a;
const HEAD_BYTES = 64 * 2 ** 10;
const TAIL_BYTES = 512 * 2 ** 10;

export interface RunGlance {
  /** Rows are those of the file's two ends only. */
  readonly state: RunState;
  /** Tells a file that has changed. */
  readonly version: string;
}

/** `known`: what a former glance found; it is handed back while the file is as it was. */
export async function glanceAt(folder: string, known?: RunGlance): Promise<RunGlance> {
  const file = join(folder, EVENTS_FILE);
  const handle = await open(file, READ_WITHOUT_WAITING).catch(() => undefined);
  if (!handle) return { state: readRunLog().state, version: '' };
  try {
    const { size, mtimeMs, ino } = await handle.stat();
    const version = `${ino} ${size} ${mtimeMs}`;
    if (known?.version === version) return known;
    const log = readRunLog();
    if (size <= HEAD_BYTES + TAIL_BYTES) pushLines(log, await bytesAt(handle, 0, size));
    else await pushEnds(handle, size, log);
    return { state: log.state, version };
  } finally {
    await handle.close();
  }
}

async function pushEnds(handle: FileHandle, size: number, log: RunLog): Promise<void> {
  const head = await bytesAt(handle, 0, HEAD_BYTES);
  pushLines(log, head.subarray(0, head.lastIndexOf(LINE_FEED) + 1));
  const tail = await bytesAt(handle, size - TAIL_BYTES, TAIL_BYTES);
  pushLines(log, tail.subarray(tail.indexOf(LINE_FEED) + 1));
}

/** From the beginning of a line. */
function pushLines(log: RunLog, bytes: Uint8Array): void {
  pushBytes({ log, decoder: new TextDecoder(), inLine: false }, bytes);
}
