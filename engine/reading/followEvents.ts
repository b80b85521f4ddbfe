// Follows events.jsonl of one run: each reading takes what was written since the last one. A run that resumes from its
// last checkpoint truncates the file; it is then read again from the beginning, as is another file of the same name.

import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { READ_WITHOUT_WAITING } from '../files/fileBytes.js';
import { readRunLog, type RunLog } from '../runlog/runLog.js';
import type { RunState } from '../runlog/runState.js';
import { EVENTS_PIECE_BYTES } from './limits.js';
import { EVENTS_FILE } from './runFile.js';

export interface RunFollower {
  /** The log after the last reading; another object after the files were read again from the beginning. */
  readonly log: FollowedLog;
  /**
   * Reads the new part of the files and calls `heard` after each piece; true if there was a new part. Readings do not
   * overlap: one that is requested during another follows it.
   */
  read(heard?: () => void): Promise<boolean>;
  /**
   * First rows that have changed since the last call. Infinity for a run of this engine: it only appends rows, and a
   * resumption from an earlier step shows in the steps.
   */
  changedFrom(): { readonly steps: number; readonly validations: number };
}

export interface FollowedLog {
  readonly state: RunState;
  /** Problems with the files, in words; lines of events.jsonl with their numbers, 1 is the first. */
  readonly problems: readonly { readonly line?: number; readonly message: string }[];
  /** Hyperparameters in TensorBoard's files. */
  readonly hparams?: Readonly<Record<string, string | number | boolean>>;
}

/** Runs one reading after the other. */
export function oneAfterAnother(
  read: (heard?: () => void) => Promise<boolean>,
): (heard?: () => void) => Promise<boolean> {
  let last: Promise<unknown> = Promise.resolve();
  return (heard) => {
    const reading = last.catch(() => undefined).then(() => read(heard)); // its caller has the failure
    last = reading;
    return reading;
  };
}

/** Bytes before the place of the last reading that must still be there. */
const WITNESS_BYTES = 256;

/** `folder`: absolute path. A file that is not there yet has no events. */
export function followEvents(folder: string): RunFollower {
  const file = join(folder, EVENTS_FILE);
  let place = beginning();

  const readOn = async (heard?: () => void): Promise<boolean> => {
    const handle = await openEvents(file);
    if (!handle) {
      const had = place.offset > 0;
      if (had) place = beginning();
      return had;
    }
    try {
      const { size, ino } = await handle.stat();
      const anew = place.offset > 0 && !(await goesOn(handle, place, size, ino));
      if (anew) place = beginning();
      place.inode = ino;
      return (await readFrom(handle, place, size, heard)) || anew;
    } finally {
      await handle.close();
    }
  };

  return {
    get log() {
      return place.log;
    },
    read: oneAfterAnother(readOn),
    changedFrom: () => ({ steps: Infinity, validations: Infinity }),
  };
}

/** undefined when there is no such file, or a folder or a pipe has its name. */
export async function openEvents(file: string): Promise<FileHandle | undefined> {
  const handle = await open(file, READ_WITHOUT_WAITING).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw error;
  });
  if (!handle || (await handle.stat()).isFile()) return handle;
  await handle.close();
  return undefined;
}

interface Place {
  readonly log: RunLog;
  readonly decoder: TextDecoder;
  offset: number;
  inode: number;
  /** The last bytes that were read. */
  witness: Buffer;
}

function beginning(): Place {
  return {
    log: readRunLog(),
    decoder: new TextDecoder(),
    offset: 0,
    inode: 0,
    witness: Buffer.alloc(0),
  };
}

async function goesOn(handle: FileHandle, place: Place, size: number, inode: number): Promise<boolean> {
  if (inode !== place.inode || size < place.offset) return false;
  const before = await bytesAt(handle, place.offset - place.witness.length, place.witness.length);
  return before.equals(place.witness);
}

async function readFrom(
  handle: FileHandle,
  place: Place,
  size: number,
  heard?: () => void,
): Promise<boolean> {
  const from = place.offset;
  let coming = pieceAt(handle, from, size);
  while (place.offset < size) {
    const bytes = await coming;
    if (bytes.length === 0) break; // truncated while it was read: the next reading handles that
    place.offset += bytes.length;
    coming = pieceAt(handle, place.offset, size); // it is read while this piece is parsed
    coming.catch(() => undefined); // it is awaited, unless this piece fails
    place.log.push(place.decoder.decode(bytes, { stream: true }));
    const joined = bytes.length < WITNESS_BYTES ? Buffer.concat([place.witness, bytes]) : bytes;
    place.witness = Buffer.from(joined.subarray(-WITNESS_BYTES));
    heard?.();
  }
  return place.offset > from;
}

async function pieceAt(handle: FileHandle, offset: number, size: number): Promise<Buffer> {
  return offset < size
    ? bytesAt(handle, offset, Math.min(EVENTS_PIECE_BYTES, size - offset))
    : Buffer.alloc(0);
}

/** Bytes at a place, fewer at the end of the file. */
export async function bytesAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
