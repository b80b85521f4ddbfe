// TensorFlow's TensorProto, the part that summaries use: one number, or strings of bytes (tensor.proto, types.proto).

import { MOST_TENSOR_STRINGS } from './limits.js';
import { readFields } from './protobufFields.js';
import type { ProtobufReader } from './protobufReader.js';

export interface DecodedTensor {
  /** The first two values as numbers; longer tensors are no scalars. NaN for a type that is not numeric. */
  readonly numbers: readonly number[];
  readonly strings: readonly Uint8Array[];
}

const FIELD = { type: 1, content: 4, floats: 5, doubles: 6, ints: 7, strings: 8, int64s: 10 } as const;
const MORE_FIELDS = { bools: 11, halves: 13, uint32s: 16, uint64s: 17 } as const;
const TYPE = { float: 1, double: 2, int32: 3, uint8: 4, int16: 5, int8: 6, int64: 9, bool: 10 } as const;
const MORE_TYPES = { uint16: 17, half: 19, uint32: 22, uint64: 23 } as const;

/** Throws an Error for bytes that are no such message. */
export function decodeTensor(bytes: Uint8Array): DecodedTensor {
  let type = 0;
  let content: Uint8Array = new Uint8Array();
  const values: number[] = [];
  const strings: Uint8Array[] = [];
  const floating = (reader: ProtobufReader, wire: number, size: 4 | 8) => {
    const one = () => values.push(size === 4 ? reader.float() : reader.double());
    if (wire !== PACKED) one();
    else {
      const end = reader.uint32() + reader.pos;
      while (reader.pos < end && values.length < 2) one();
      reader.pos = Math.min(end, reader.len);
    }
  };
  const varints = (reader: ProtobufReader, wire: number) => {
    const end = wire === PACKED ? reader.uint32() + reader.pos : reader.pos + 1;
    while (reader.pos < end) {
      const value = reader.int64();
      if (values.length < 2) values.push(value);
    }
  };
  readFields(bytes, (field, wire, reader) => {
    switch (field) {
      case FIELD.type:
        type = reader.int32();
        return true;
      case FIELD.content:
        content = reader.bytes();
        return true;
      case FIELD.floats:
        floating(reader, wire, 4);
        return true;
      case FIELD.doubles:
        floating(reader, wire, 8);
        return true;
      case FIELD.strings:
        if (strings.length < MOST_TENSOR_STRINGS) strings.push(reader.bytes());
        else reader.skipType(wire);
        return true;
      case FIELD.ints:
      case FIELD.int64s:
      case MORE_FIELDS.bools:
      case MORE_FIELDS.halves:
      case MORE_FIELDS.uint32s:
      case MORE_FIELDS.uint64s:
        varints(reader, wire);
        return true;
      default:
        return false;
    }
  });
  const fromFields = type === MORE_TYPES.half ? values.map(halfPrecision) : values;
  return { numbers: content.length > 0 ? contentOf(content, type) : fromFields, strings };
}

const PACKED = 2;

/** Little-endian values one after the other. */
function contentOf(bytes: Uint8Array, type: number): readonly number[] {
  const read = READERS.get(type);
  if (!read) return [NaN];
  const [size, at] = read;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const count = Math.min(2, Math.floor(bytes.length / size));
  return Array.from({ length: count }, (_, i) => at(view, i * size));
}

const READERS: ReadonlyMap<number, readonly [size: number, read: (view: DataView, at: number) => number]> =
  new Map([
    [TYPE.float, [4, (view, at) => view.getFloat32(at, true)]],
    [TYPE.double, [8, (view, at) => view.getFloat64(at, true)]],
    [TYPE.int32, [4, (view, at) => view.getInt32(at, true)]],
    [TYPE.uint8, [1, (view, at) => view.getUint8(at)]],
    [TYPE.int16, [2, (view, at) => view.getInt16(at, true)]],
    [TYPE.int8, [1, (view, at) => view.getInt8(at)]],
    [TYPE.int64, [8, (view, at) => Number(view.getBigInt64(at, true))]],
    [TYPE.bool, [1, (view, at) => view.getUint8(at)]],
    [MORE_TYPES.uint16, [2, (view, at) => view.getUint16(at, true)]],
    [MORE_TYPES.half, [2, (view, at) => halfPrecision(view.getUint16(at, true))]],
    [MORE_TYPES.uint32, [4, (view, at) => view.getUint32(at, true)]],
    [MORE_TYPES.uint64, [8, (view, at) => Number(view.getBigUint64(at, true))]],
  ]);

/** The number of 16 bits, as IEEE 754 binary16 has them. */
function halfPrecision(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction ? NaN : sign * Infinity;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}
