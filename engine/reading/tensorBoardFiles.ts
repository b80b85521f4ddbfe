// Reads a folder of TensorBoard's event files, each from where it was read last: several processes may have written
// into it, one of them may write now, and any file may be damaged. A damaged record is reported with its file and byte,
// and the other files are read on.

import { open, readdir, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { READ_WITHOUT_WAITING } from '../files/fileBytes.js';
import { asError, EngineError } from '../protocol/errors.js';
import type { CancelSignal } from '../protocol/progress.js';
import type { TensorBoardGlance, TensorBoardPicture, TensorBoardPiece } from '../runlog/tensorBoard.js';
import {
  isEventFile,
  MOST_EVENT_FILES,
  type EventFilePlace,
  type PicturePlace,
} from '../runlog/tensorBoardPlaces.js';
import { decodeEvent, pictureType } from './decodeTensorBoard.js';
import {
  GLANCE_LIMITS,
  MOST_GLANCED_FILES,
  MOST_TENSORBOARD_RECORD_BYTES,
  PIECE_LIMITS,
  type PieceLimits,
} from './limits.js';
import { collectParts, type PartCollector } from './tensorBoardParts.js';
import { storedRecords, type RecordsEnd, RECORD_HEAD, RECORD_TAIL } from './tensorBoardRecords.js';

/**
 * The part of the folder that is new since `places`, up to the limits.
 * @throws EngineError `usage` if there is no such folder
 */
export async function readTensorBoard(
  folder: string,
  places: readonly EventFilePlace[],
  limits: PieceLimits = PIECE_LIMITS,
  signal?: CancelSignal,
): Promise<TensorBoardPiece> {
  const { names, unread } = await eventFiles(folder);
  const known = new Map(places.map((place) => [place.name, place]));
  const goOn =
    places.every(({ name }) => names.includes(name)) &&
    (await Promise.all(places.map((place) => isStillThere(folder, place)))).every((is) => is);
  const collector = collectParts();
  const next: EventFilePlace[] = [];
  let left = limits;
  for (const name of names) {
    if (signal?.aborted) throw new EngineError('cancelled', 'Cancelled.');
    const from = goOn ? known.get(name) : undefined;
    const isFull = left.bytes <= 0 || left.values <= 0;
    const { place, used } = isFull
      ? { place: from, used: { bytes: 0, values: 0 } }
      : await readFile(folder, name, from, left, collector);
    if (place) next.push(place);
    left = { bytes: left.bytes - used.bytes, values: left.values - used.values };
  }
  return {
    places: next,
    anew: !goOn,
    more: left.bytes <= 0 || left.values <= 0,
    unreadFiles: unread,
    parts: collector.parts(),
  };
}

/** Event files in the order in which TensorBoard reads them; the last ones when there are too many. */
async function eventFiles(
  folder: string,
): Promise<{ readonly names: readonly string[]; readonly unread: number }> {
  const names = await readdir(folder).catch((error: unknown) => {
    throw new EngineError('usage', `${folder} cannot be read: ${asError(error).message}`);
  });
  const all = names.filter(isEventFile).sort();
  return { names: all.slice(-MOST_EVENT_FILES), unread: Math.max(0, all.length - MOST_EVENT_FILES) };
}

async function isStillThere(
  folder: string,
  { name, offset, inode, witness }: EventFilePlace,
): Promise<boolean> {
  const file = await openFile(folder, name);
  if (!file) return false;
  try {
    const { size, ino } = await file.stat();
    if (String(ino) !== inode || size < offset) return false;
    return offset === 0 || (await checksumBefore(file, offset)) === witness;
  } finally {
    await file.close();
  }
}

async function openFile(folder: string, name: string): Promise<FileHandle | undefined> {
  const file = await open(join(folder, name), READ_WITHOUT_WAITING).catch(() => undefined);
  if (!file) return undefined;
  if ((await file.stat()).isFile()) return file;
  await file.close();
  return undefined;
}

async function checksumBefore(file: FileHandle, offset: number): Promise<number> {
  const bytes = Buffer.alloc(RECORD_TAIL);
  await file.read(bytes, 0, RECORD_TAIL, offset - RECORD_TAIL);
  return bytes.readUInt32LE(0);
}

interface FileReading {
  /** undefined for a file that cannot be opened. */
  readonly place: EventFilePlace | undefined;
  readonly used: PieceLimits;
}

async function readFile(
  folder: string,
  name: string,
  from: EventFilePlace | undefined,
  limits: PieceLimits,
  collector: PartCollector,
): Promise<FileReading> {
  const file = await openFile(folder, name);
  if (!file) return { place: from, used: { bytes: 0, values: 0 } };
  try {
    const { size, ino } = await file.stat();
    const begin = from?.offset ?? 0;
    const isDone = from?.size === size && (begin === size || from.stopped !== undefined);
    if (isDone) return { place: from, used: { bytes: 0, values: 0 } };
    collector.begin(name);
    const { at, why } = await readRecords(file, begin, size, limits, collector);
    const stopped = stopText(why, at);
    const place = {
      ...{ name, offset: at, inode: String(ino), size },
      witness: at === 0 ? 0 : await checksumBefore(file, at),
      ...(stopped === undefined ? {} : { stopped: `${name}: ${stopped}` }),
    };
    return { place, used: { bytes: at - begin, values: collector.end() } };
  } finally {
    await file.close();
  }
}

async function readRecords(
  file: FileHandle,
  begin: number,
  size: number,
  limits: PieceLimits,
  collector: PartCollector,
): Promise<{ readonly at: number; readonly why: RecordsEnd }> {
  for (let at = begin; ;) {
    const records = storedRecords(file, at);
    for (;;) {
      const { value, done } = await records.next();
      if (done) {
        const end = value.why === 'too-large' ? await endOfRecord(file, value.at) : undefined;
        if (end === undefined || end > size) return value;
        collector.problem(
          `the record at byte ${value.at} has more than ${MOST_TENSORBOARD_RECORD_BYTES} bytes`,
        );
        at = end;
        break;
      }
      try {
        collector.add(decodeEvent(value.data), value.at);
      } catch (error) {
        collector.problem(`the record at byte ${value.at} is no event: ${asError(error).message}`);
      }
      if (value.end - begin >= limits.bytes || collector.values >= limits.values)
        return { at: value.end, why: 'end' };
    }
  }
}

/** End of a record whose head is whole; undefined when no file is as long. */
async function endOfRecord(file: FileHandle, at: number): Promise<number | undefined> {
  const head = Buffer.alloc(8);
  await file.read(head, 0, 8, at);
  const length = head.readBigUInt64LE(0);
  return length > BigInt(Number.MAX_SAFE_INTEGER) - BigInt(at) - 100n
    ? undefined
    : at + RECORD_HEAD + Number(length) + RECORD_TAIL;
}

/**
 * Hyperparameters and the beginning of the run, from the beginnings of the files.
 * @throws EngineError `usage` if there is no such folder
 */
export async function glanceAtTensorBoard(folder: string): Promise<TensorBoardGlance> {
  const collector = collectParts();
  const { names } = await eventFiles(folder);
  for (const name of names.slice(0, MOST_GLANCED_FILES))
    await readFile(folder, name, undefined, GLANCE_LIMITS, collector);
  const parts = collector.parts();
  const startedMs = Math.min(...parts.map(({ firstMs }) => firstMs).filter((ms) => !Number.isNaN(ms)));
  return {
    hparams: Object.assign({}, ...parts.map(({ hparams }) => hparams)) as TensorBoardGlance['hparams'],
    ...(Number.isFinite(startedMs) ? { startedMs } : {}),
  };
}

function stopText(why: RecordsEnd, at: number): string | undefined {
  if (why === 'damaged')
    return `the record at byte ${at} is damaged (its checksum is wrong); the rest of this file is not shown`;
  return why === 'too-large' ? `the record at byte ${at} is too large and incomplete` : undefined;
}

/**
 * A picture in an event file.
 * @throws EngineError `usage` if there is none at that place
 */
export async function readTensorBoardPicture(
  folder: string,
  { file: name, offset, tag, index }: PicturePlace,
): Promise<TensorBoardPicture> {
  const none = (why: string) =>
    new EngineError(
      'usage',
      `${join(folder, name)} holds no picture "${tag}" at byte ${offset} (${why}). It may have been replaced: open the run again.`,
    );
  const file = await openFile(folder, name);
  if (!file) throw none('there is no such file');
  try {
    const { value, done } = await storedRecords(file, offset).next();
    if (done) throw none(`its record is ${value.why}`);
    const picture = picturesIn(value.data, tag)[index];
    const type = picture && pictureType(picture);
    if (!type) throw none('its record holds something else');
    return { bytes: picture.slice(), type };
  } finally {
    await file.close();
  }
}

function picturesIn(data: Uint8Array, tag: string): readonly Uint8Array[] {
  try {
    const values = decodeEvent(data).values;
    return values.flatMap((value) => ('pictures' in value && value.tag === tag ? value.pictures : []));
  } catch {
    return [];
  }
}
