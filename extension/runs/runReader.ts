// Follows events.jsonl of one run: each reading takes what was written since the last one. A run that goes back to its
// last checkpoint cuts the file; it is then read again from the beginning, as is a file that was put in its place.

import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { readRunLog, type RunLog } from '../../engine/protocol/runLog.js';
import { READ_WITHOUT_WAITING } from '../results/pictureSize.js';

export const EVENTS_FILE = 'events.jsonl';

const CHUNK_BYTES = 2 ** 20;
/** So many bytes before the place of the last reading must still be there. */
const WITNESS_BYTES = 256;

export interface RunReader {
  /** As of the last reading; another one after the file was read again from the beginning. */
  readonly log: RunLog;
  /**
   * Reads what is new, `heard` told after each mebibyte; true when there was anything. Readings do not overlap: one
   * that is asked for during another follows it.
   */
  read(heard?: () => void): Promise<boolean>;
}

/** `folder`: absolute path. A file that is not there yet has no events. */
export function openRunReader(folder: string): RunReader {
  const file = join(folder, EVENTS_FILE);
  let place = beginning();
  let last: Promise<unknown> = Promise.resolve();

  const readOn = async (heard?: () => void): Promise<boolean> => {
    const handle = await open(file, READ_WITHOUT_WAITING).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
      throw error;
    });
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
    read: (heard) => {
      const reading = last.catch(() => undefined).then(() => readOn(heard));
      last = reading;
      return reading;
    },
  };
}

interface Place {
  log: RunLog;
  decoder: TextDecoder;
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
  while (place.offset < size) {
    const bytes = await bytesAt(handle, place.offset, Math.min(CHUNK_BYTES, size - place.offset));
    if (bytes.length === 0) break; // cut while it is read: the next reading sees that
    place.log.push(place.decoder.decode(bytes, { stream: true }));
    place.offset += bytes.length;
    const joined = bytes.length < WITNESS_BYTES ? Buffer.concat([place.witness, bytes]) : bytes;
    place.witness = Buffer.from(joined.subarray(Math.max(0, joined.length - WITNESS_BYTES)));
    heard?.();
  }
  return place.offset > from;
}

async function bytesAt(handle: FileHandle, offset: number, length: number): Promise<Buffer> {
  const bytes = Buffer.allocUnsafe(length);
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
