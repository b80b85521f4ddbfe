// Reader of the wire format of protocol buffers (protobuf.dev/programming-guides/encoding). Written by hand, because it is part
// of every start of the extension, where a package with writers and 64-bit arithmetic takes a hundred kilobytes.

/** Groups within groups; more are no message that a program wrote. */
const MOST_DEPTH = 100;

export class ProtobufReader {
  /** Place of the next byte. */
  pos = 0;
  readonly len: number;
  readonly #bytes: Uint8Array;
  readonly #view: DataView;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    this.len = bytes.length;
  }

  uint32(): number {
    return this.#varint()[0];
  }

  int32(): number {
    return this.uint32() | 0;
  }

  /** Exact up to 2⁵³. */
  int64(): number {
    const [low, high] = this.#varint();
    return (high | 0) * 2 ** 32 + low;
  }

  bool(): boolean {
    const [low, high] = this.#varint();
    return low !== 0 || high !== 0;
  }

  float(): number {
    return this.#view.getFloat32(this.#skip(4), true);
  }

  double(): number {
    return this.#view.getFloat64(this.#skip(8), true);
  }

  /** A view into the message. */
  bytes(): Uint8Array {
    const length = this.uint32();
    const start = this.#skip(length);
    return this.#bytes.subarray(start, start + length);
  }

  skipType(wireType: number, depth = 0): void {
    switch (wireType) {
      case 0:
        this.#varint();
        return;
      case 1:
        this.#skip(8);
        return;
      case 2:
        this.#skip(this.uint32());
        return;
      case 3:
        if (depth === MOST_DEPTH) throw new Error(`more than ${MOST_DEPTH} groups within one another`);
        for (let inner = this.uint32() & 7; inner !== 4; inner = this.uint32() & 7)
          this.skipType(inner, depth + 1);
        return;
      case 5:
        this.#skip(4);
        return;
      default:
        throw new Error(`there is no wire type ${wireType}, at byte ${this.pos}`);
    }
  }

  /** Place of the skipped bytes. */
  #skip(count: number): number {
    const start = this.pos;
    if (count > this.len - start)
      throw new RangeError(`${count} bytes at byte ${start} of ${this.len}: the message is cut off`);
    this.pos = start + count;
    return start;
  }

  /** Lower and higher 32 bits of a number of at most ten bytes with seven bits each. */
  #varint(): readonly [low: number, high: number] {
    let low = 0;
    let high = 0;
    for (let i = 0; i < 10; i++) {
      const byte = this.#bytes[this.#skip(1)]!;
      const bits = byte & 127;
      if (i < 4) low |= bits << (7 * i);
      else if (i === 4) {
        low |= bits << 28;
        high = bits >> 4;
      } else high |= bits << (7 * i - 32);
      if (byte < 128) return [low >>> 0, high >>> 0];
    }
    throw new Error(`a number before byte ${this.pos} has more than ten bytes`);
  }
}
