// Image file directories of a TIFF (TIFF 6.0 section 2, BigTIFF): tables of tags with numbers.

import type { ReadBytes } from './imageFile.js';

const MOST_ENTRIES = 4096;
/** Field type → bytes per value. */
const VALUE_BYTES = [0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8];
/** BYTE, SHORT, LONG, IFD, LONG8, IFD8: the unsigned whole numbers. */
export const WHOLE_NUMBERS: readonly number[] = [1, 3, 4, 13, 16, 18];
/** Text, whose values are its bytes. */
export const ASCII = 2;
/** Unsigned fractions, each of which gives two values: numerator and denominator. */
export const RATIONAL = 5;

export interface TiffDirectory {
  /** Tag → its first values, of the tags asked for that are of the types asked for. */
  readonly fields: ReadonlyMap<number, readonly number[]>;
  /** End of the last value that is not in the directory itself; a whole file reaches it. */
  readonly end: number;
  /** Place of the next directory; 0 after the last. */
  readonly next: number;
}

/** Header of the file: byte order, width of its offsets, place of the first directory. */
export interface TiffStart {
  readonly little: boolean;
  readonly big: boolean;
  readonly first: number;
}

export async function tiffStart(bytesAt: ReadBytes): Promise<TiffStart> {
  const start = await bytesAt(0, 16);
  const little = start[0] === 0x49; // "II", Intel
  const big = readNumber(start, 2, 2, little) === 43;
  return { little, big, first: readNumber(start, big ? 8 : 4, big ? 8 : 4, little) };
}

/** The first directory, with at most `mostValues` per tag; undefined when there is no whole directory. */
export async function firstDirectory(
  bytesAt: ReadBytes,
  tags: readonly number[],
  mostValues: number,
  types = WHOLE_NUMBERS,
): Promise<TiffDirectory | undefined> {
  const start = await tiffStart(bytesAt);
  return directoryAt(bytesAt, start, start.first, tags, mostValues, types);
}

/** The directory at `offset`, with at most `mostValues` per tag; undefined when there is no whole directory. */
export async function directoryAt(
  bytesAt: ReadBytes,
  { little, big }: TiffStart,
  offset: number,
  tags: readonly number[],
  mostValues: number,
  types = WHOLE_NUMBERS,
): Promise<TiffDirectory | undefined> {
  const number = (bytes: Buffer, at: number, size: number) => readNumber(bytes, at, size, little);
  const wide = big ? 8 : 4; // bytes of an offset or a count
  const countBytes = big ? 8 : 2;
  const entryBytes = 4 + 2 * wide;
  const entryCount = number(await bytesAt(offset, countBytes), 0, countBytes);
  if (offset < 8 || entryCount < 1 || entryCount > MOST_ENTRIES) return undefined;
  const entriesBytes = entryCount * entryBytes;
  const table = await bytesAt(offset + countBytes, entriesBytes + wide);
  if (table.length < entriesBytes) return undefined;
  const entries = table.subarray(0, entriesBytes);

  const fields = new Map<number, readonly number[]>();
  let end = 0;
  for (let at = 0; at < entries.length; at += entryBytes) {
    const tag = number(entries, at, 2);
    const type = number(entries, at + 2, 2);
    const size = VALUE_BYTES[type] ?? 0;
    const count = number(entries, at + 4, wide);
    const valueAt = at + 4 + wide; // holds the values themselves where they fit, else their offset
    const inline = count * size <= wide;
    if (!inline) end = Math.max(end, number(entries, valueAt, wide) + count * size);
    if (!tags.includes(tag) || !types.includes(type)) continue;
    const length = Math.min(count, mostValues) * size;
    const bytes = inline
      ? entries.subarray(valueAt, valueAt + length)
      : await bytesAt(number(entries, valueAt, wide), length);
    const part = type === RATIONAL ? size / 2 : size;
    fields.set(
      tag,
      Array.from({ length: Math.floor(bytes.length / part) }, (_, i) => number(bytes, i * part, part)),
    );
  }
  return { fields, end, next: number(table, entriesBytes, wide) };
}

/** An unsigned number of 1 … 8 bytes; 0 where the bytes end before it. */
function readNumber(bytes: Buffer, offset: number, size: number, little: boolean): number {
  const part = bytes.subarray(offset, offset + size);
  if (part.length < size) return 0;
  if (size === 8) return Number(little ? part.readBigUInt64LE() : part.readBigUInt64BE());
  return little ? part.readUIntLE(0, size) : part.readUIntBE(0, size);
}
