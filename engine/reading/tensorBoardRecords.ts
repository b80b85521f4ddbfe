// The records of TensorBoard's event files as they lie on the disk: read one by one from an offset, each checked
// against its checksums. A file may be in the middle of being written, and may come from anywhere.

import type { FileHandle } from 'node:fs/promises';
import { maskedCrc32c } from './crc32c.js';
import { MOST_TENSORBOARD_RECORD_BYTES, TENSORBOARD_BUFFER_BYTES } from './limits.js';

/** Bytes of a record before and after its event. */
export const RECORD_HEAD = 12;
export const RECORD_TAIL = 4;

export interface StoredRecord {
  /** Offsets of its beginning and of the next record. */
  readonly at: number;
  readonly end: number;
  readonly data: Uint8Array;
}

/** The reason why there are no more records: none were written yet, the last one is cut off, or its bytes are wrong. */
export type RecordsEnd = 'end' | 'cut-off' | 'damaged' | 'too-large';

/** Yields one record after the other; returns why there are no more, and the offset reached. */
export async function* storedRecords(
  file: FileHandle,
  from: number,
): AsyncGenerator<StoredRecord, { readonly why: RecordsEnd; readonly at: number }> {
  const { size } = await file.stat();
  let buffer = new Uint8Array(0);
  let bufferAt = 0;
  /** Bytes that are in the buffer, as those of almost every record: no turn of the event loop for each. */
  const atHand = (at: number, length: number): Uint8Array | undefined =>
    at >= bufferAt && at + length <= bufferAt + buffer.length
      ? buffer.subarray(at - bufferAt, at - bufferAt + length)
      : undefined;
  const bytes = async (at: number, length: number): Promise<Uint8Array | undefined> => {
    if (at + length > size) return undefined;
    if (at < bufferAt || at + length > bufferAt + buffer.length) {
      const next = new Uint8Array(Math.min(Math.max(length, TENSORBOARD_BUFFER_BYTES), size - at));
      const { bytesRead } = await file.read(next, 0, next.length, at);
      [buffer, bufferAt] = [next.subarray(0, bytesRead), at];
      if (bytesRead < length) return undefined;
    }
    return buffer.subarray(at - bufferAt, at - bufferAt + length);
  };
  for (let at = from; ;) {
    if (at >= size) return { why: 'end', at };
    const head = atHand(at, RECORD_HEAD) ?? (await bytes(at, RECORD_HEAD));
    if (!head) return { why: 'cut-off', at };
    const view = new DataView(head.buffer, head.byteOffset);
    if (view.getUint32(8, true) !== maskedCrc32c(head.subarray(0, 8))) return { why: 'damaged', at };
    const long = view.getBigUint64(0, true);
    if (long > MOST_TENSORBOARD_RECORD_BYTES) return { why: 'too-large', at };
    const length = Number(long);
    const body =
      atHand(at + RECORD_HEAD, length + RECORD_TAIL) ?? (await bytes(at + RECORD_HEAD, length + RECORD_TAIL));
    if (!body) return { why: 'cut-off', at };
    const data = body.subarray(0, length);
    const checksum = new DataView(body.buffer, body.byteOffset + length).getUint32(0, true);
    if (checksum !== maskedCrc32c(data)) return { why: 'damaged', at };
    const end = at + RECORD_HEAD + length + RECORD_TAIL;
    yield { at, end, data };
    at = end;
  }
}
