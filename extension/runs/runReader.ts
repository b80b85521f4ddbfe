// Follows events.jsonl of one run: each reading takes what was written since the last one. A run that goes back to its
// last checkpoint cuts the file; it is then read again from the beginning, as is a file that was put in its place.

import { open, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { TextDecoder } from 'node:util';
import { readRunLog, type RunLog } from '../../engine/runlog/runLog.js';
import { viewed } from '../../engine/runlog/stepLine.js';
import { READ_WITHOUT_WAITING } from '../results/pictureSize.js';

export const EVENTS_FILE = 'events.jsonl';

const CHUNK_BYTES = 2 ** 20;
/** So many bytes before the place of the last reading must still be there. */
const WITNESS_BYTES = 256;
const LINE_FEED = 0x0a;

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

interface Place extends PushedBytes {
  offset: number;
  inode: number;
  /** The last bytes that were read. */
  witness: Buffer;
}

function beginning(): Place {
  return {
    log: readRunLog(),
    decoder: new TextDecoder(),
    inLine: false,
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
  const length = (offset: number) => Math.min(CHUNK_BYTES, size - offset);
  // While one piece is taken the next one comes; two buffers, in turn.
  let buffer = Buffer.allocUnsafe(length(from));
  let other: Buffer<ArrayBuffer> | undefined;
  let coming = from < size ? bytesAt(handle, from, length(from), buffer) : undefined;
  while (coming) {
    const bytes = await coming;
    const next = place.offset + bytes.length;
    // Nothing where it was cut while it is read: the next reading sees that.
    const goesOn = bytes.length > 0 && next < size;
    other ??= goesOn ? Buffer.allocUnsafe(buffer.length) : undefined;
    coming = goesOn ? bytesAt(handle, next, length(next), other) : undefined;
    coming?.catch(() => undefined); // it is awaited below, unless this piece fails
    [buffer, other] = [other ?? buffer, buffer];
    if (bytes.length === 0) break;
    pushBytes(place, bytes);
    place.offset = next;
    const joined = bytes.length < WITNESS_BYTES ? Buffer.concat([place.witness, bytes]) : bytes;
    place.witness = Buffer.from(joined.subarray(Math.max(0, joined.length - WITNESS_BYTES)));
    heard?.();
  }
  return place.offset > from;
}

/** Of what is pushed: `decoder` has what is not taken as bytes. */
export interface PushedBytes {
  readonly log: RunLog;
  readonly decoder: TextDecoder;
  /** Whether the log has the beginning of a line already. */
  inLine: boolean;
}

/** Steps as bytes where they can be, and all else as text. */
export function pushBytes(place: PushedBytes, bytes: Uint8Array): void {
  const { log, decoder } = place;
  const view = viewed(bytes);
  /** Where the text begins that is not pushed yet. */
  let waiting = 0;
  const push = (end: number) => {
    if (end > waiting) log.push(decoder.decode(bytes.subarray(waiting, end), { stream: true }));
  };
  let from = 0;
  for (let end = bytes.indexOf(LINE_FEED); end >= 0; end = bytes.indexOf(LINE_FEED, from)) {
    if (!place.inLine) {
      push(from); // in their order
      waiting = from;
      if (log.pushStep(view, from, end)) waiting = end + 1;
    }
    place.inLine = false;
    from = end + 1;
  }
  push(bytes.length);
  place.inLine = from < bytes.length;
}

/** What is there of so many bytes; into `bytes`, where those are given. */
export async function bytesAt(
  handle: FileHandle,
  offset: number,
  length: number,
  bytes: Buffer<ArrayBuffer> = Buffer.allocUnsafe(length),
): Promise<Buffer<ArrayBuffer>> {
  const { bytesRead } = await handle.read(bytes, 0, length, offset);
  return bytes.subarray(0, bytesRead);
}
