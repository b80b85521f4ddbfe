// The first image file directory of a TIFF (TIFF 6.0 section 2, BigTIFF): a table of tags with numbers.

import type { ReadBytes } from './imageHeader.js';

const MOST_ENTRIES = 4096;
/** Field type → bytes per value, of the unsigned whole numbers: BYTE, SHORT, LONG, LONG8. */
const VALUE_BYTES: Readonly<Record<number, number>> = { 1: 1, 3: 2, 4: 4, 16: 8 };

/** Tag → its first values, at most `mostValues` of them; undefined when there is no whole directory. */
export async function firstDirectory(
  bytesAt: ReadBytes,
  tags: readonly number[],
  mostValues: number,
): Promise<ReadonlyMap<number, readonly number[]> | undefined> {
  const start = await bytesAt(0, 16);
  const little = start[0] === 0x49; // "II", Intel
  const number = (bytes: Buffer, offset: number, size: number): number => {
    const part = bytes.subarray(offset, offset + size);
    if (part.length < size) return 0;
    if (size === 8) return Number(little ? part.readBigUInt64LE() : part.readBigUInt64BE());
    return little ? part.readUIntLE(0, size) : part.readUIntBE(0, size);
  };
  const big = number(start, 2, 2) === 43;
  const wide = big ? 8 : 4; // bytes of an offset or a count
  const countBytes = big ? 8 : 2;
  const entryBytes = 4 + 2 * wide;
  const offset = number(start, big ? 8 : 4, wide);
  const entryCount = number(await bytesAt(offset, countBytes), 0, countBytes);
  if (offset < 8 || entryCount < 1 || entryCount > MOST_ENTRIES) return undefined;
  const entries = await bytesAt(offset + countBytes, entryCount * entryBytes);
  if (entries.length < entryCount * entryBytes) return undefined;

  const fields = new Map<number, readonly number[]>();
  for (let at = 0; at < entries.length; at += entryBytes) {
    const tag = number(entries, at, 2);
    const size = VALUE_BYTES[number(entries, at + 2, 2)];
    if (!size || !tags.includes(tag)) continue;
    const count = number(entries, at + 4, wide);
    const length = Math.min(count, mostValues) * size;
    const valueAt = at + 4 + wide; // holds the values themselves where they fit, else their offset
    const bytes =
      count * size <= wide
        ? entries.subarray(valueAt, valueAt + length)
        : await bytesAt(number(entries, valueAt, wide), length);
    fields.set(
      tag,
      Array.from({ length: Math.floor(bytes.length / size) }, (_, i) => number(bytes, i * size, size)),
    );
  }
  return fields;
}
