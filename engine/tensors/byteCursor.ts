// Walks through little-endian bytes of a foreign file. Every length is checked against the bytes that are left before
// anything is allocated, so a wrong length ends in an error that names the byte.

import { invalidModel } from './invalidModel.js';

export class ByteCursor {
  private readonly view: DataView;

  constructor(
    readonly bytes: Uint8Array,
    readonly where: string,
    public position = 0,
  ) {
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get remaining(): number {
    return this.bytes.length - this.position;
  }

  fail(what: string, at = this.position): Error {
    return invalidModel(this.where, `byte ${at}: ${what}`);
  }

  /** Advances by `length` and returns the position of the first skipped byte. */
  skip(length: number, what: string): number {
    if (length > this.remaining)
      throw this.fail(
        `${what} needs ${length} bytes, but only ${this.remaining} are left; is the file cut off?`,
      );
    const start = this.position;
    this.position += length;
    return start;
  }

  /** A view, not a copy. */
  take(length: number, what: string): Uint8Array {
    const start = this.skip(length, what);
    return this.bytes.subarray(start, start + length);
  }

  uint8(what: string): number {
    return this.view.getUint8(this.skip(1, what));
  }

  uint16(what: string): number {
    return this.view.getUint16(this.skip(2, what), true);
  }

  uint32(what: string): number {
    return this.view.getUint32(this.skip(4, what), true);
  }

  int32(what: string): number {
    return this.view.getInt32(this.skip(4, what), true);
  }

  float64BigEndian(what: string): number {
    return this.view.getFloat64(this.skip(8, what), false);
  }

  /** An unsigned 64-bit length or count; more than 2^53 is refused, because nothing real is that long. */
  count64(what: string): number {
    const start = this.skip(8, what);
    const value = this.view.getBigUint64(start, true);
    if (value > BigInt(Number.MAX_SAFE_INTEGER))
      throw this.fail(`${what} is ${value}, which is impossibly large`, start);
    return Number(value);
  }
}
