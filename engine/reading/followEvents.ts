// Follows events.jsonl of one run: each reading takes what was written since the last one. A run that resumes from its
// last checkpoint truncates the file; it is then read again from the beginning, as is another file of the same name.

import type { FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { readRunLog, type RunLog } from '../runlog/runLog.js';
import type { RunState } from '../runlog/runState.js';
import { bytesAt, followFile, type FilePlace } from './followFile.js';
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

/** Bytes before the place of the last reading that must still be there. */
const WITNESS_BYTES = 256;

/** `folder`: absolute path. A file that is not there yet has no events. */
export function followEvents(folder: string): RunFollower {
  const file = followFile(join(folder, EVENTS_FILE), { beginning, goesOn, readFrom });
  return {
    get log() {
      return file.place.log;
    },
    read: (heard) => file.read(heard),
    changedFrom: () => ({ steps: Infinity, validations: Infinity }),
  };
}

interface Place extends FilePlace {
  readonly log: RunLog;
  readonly decoder: TextDecoder;
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

async function goesOn(handle: FileHandle, place: Place, size: number): Promise<boolean> {
  if (size < place.offset) return false;
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
