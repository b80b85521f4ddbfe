// Reads and writes our own weight files: safetensors, a JSON header and raw numbers, without code. The names are the
// keys of the reference's state_dict, so PyTorch reads the files with `safetensors.torch.load_file` and
// `load_state_dict`.
//
// uint64 header length · JSON {name: {dtype, shape, data_offsets: [begin, end]}} · numbers, without gaps

import { WEIGHT_FILE } from './weightFile.js';
import type { StoredTensor, Weights, IntegerTensor, NamedTensors } from './weights.js';
import { ByteCursor } from './byteCursor.js';
import { ELEMENT_BYTES, float32From, int64From, type ElementFormat } from './floatFormats.js';
import { quoted } from '../files/fileBytes.js';
import { invalidModel } from './invalidModel.js';
import { parseJsonObject } from '../files/strictJson.js';

/** The header of a full-size network has 15 kB. (The format allows 100 MB.) */
const MAXIMUM_HEADER_BYTES = 16 * 1024 * 1024;
const MAXIMUM_DIMENSIONS = 8;
const ALIGNMENT_BYTES = 8;
const METADATA = '__metadata__';

const FORMATS: ReadonlyMap<unknown, ElementFormat> = new Map([
  ['F32', 'float32'],
  ['F64', 'float64'],
  ['F16', 'float16'],
  ['BF16', 'bfloat16'],
  ['I64', 'int64'],
]);

interface HeaderEntry {
  readonly name: string;
  readonly format: ElementFormat;
  readonly shape: readonly number[];
  readonly begin: number;
  readonly end: number;
}

export function isSafetensors(bytes: Uint8Array): boolean {
  // A header is shorter than 4 GiB, so four of the eight length bytes are zero.
  return bytes.length > 8 && bytes[8] === 0x7b && bytes.subarray(4, 8).every((byte) => byte === 0);
}

/**
 * Tensors by name, in the order of the numbers in the file; float32 ones are views on `bytes`.
 *
 * @throws EngineError `model-invalid` if the header does not match the numbers or describes anything else
 */
export function readSafetensors(bytes: Uint8Array, where: string): NamedTensors {
  const cursor = new ByteCursor(bytes, where);
  const headerBytes = cursor.count64('the header length');
  if (headerBytes > MAXIMUM_HEADER_BYTES)
    throw invalidModel(where, `a header of ${headerBytes} bytes; at most ${MAXIMUM_HEADER_BYTES} are read`);
  const header = parseJsonObject(cursor.take(headerBytes, 'the header'), `${where}, header`, WEIGHT_FILE);
  const numbers = bytes.subarray(cursor.position);
  const weights = new Map<string, StoredTensor>();
  const integers = new Map<string, IntegerTensor>();
  for (const { name, format, shape, begin, end } of readEntries(header, numbers.length, where)) {
    const stored = numbers.subarray(begin, end);
    if (format === 'int64') integers.set(name, { shape, data: int64From(stored) });
    else weights.set(name, { shape, data: float32From(stored, format) });
  }
  if (weights.size === 0) throw invalidModel(where, 'holds no weights');
  return { weights, integers };
}

/** Entries ordered by position; checked to cover all numbers without gap or overlap. */
function readEntries(
  header: Readonly<Record<string, unknown>>,
  numberBytes: number,
  where: string,
): readonly HeaderEntry[] {
  const entries = Object.entries(header)
    .filter(([name]) => name !== METADATA)
    .map(([name, value]) => readEntry(name, value, where))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let position = 0;
  for (const { name, begin, end } of entries) {
    if (begin !== position)
      throw invalidModel(
        where,
        `tensor ${quoted(name)} begins at byte ${begin} of the numbers, where ${position} was expected ` +
          '(tensors must follow each other without gap or overlap)',
      );
    position = end;
  }
  if (position !== numberBytes)
    throw invalidModel(
      where,
      `the header describes ${position} bytes of numbers, the file holds ${numberBytes}; is it cut off?`,
    );
  return entries;
}

function readEntry(name: string, value: unknown, where: string): HeaderEntry {
  const place = `${where}: tensor ${quoted(name)}`;
  const { dtype, shape, data_offsets: offsets, ...rest } = Object(value) as Record<string, unknown>;
  const format = FORMATS.get(dtype);
  if (!format)
    throw invalidModel(place, `dtype ${quoted(String(dtype))}; expected ${[...FORMATS.keys()].join(', ')}`);
  if (!isCounts(shape) || shape.length > MAXIMUM_DIMENSIONS)
    throw invalidModel(place, `the shape must be at most ${MAXIMUM_DIMENSIONS} whole numbers`);
  if (!isCounts(offsets) || offsets.length !== 2 || Object.keys(rest).length > 0)
    throw invalidModel(place, 'expected exactly dtype, shape and two data_offsets');
  const [begin, end] = offsets as [number, number];
  const expected = shape.reduce((product, size) => product * size, ELEMENT_BYTES[format]);
  if (end - begin !== expected)
    throw invalidModel(place, `${end - begin} bytes of numbers, where its shape needs ${expected}`);
  if (begin % ELEMENT_BYTES[format] !== 0)
    throw invalidModel(place, `begins at byte ${begin}, not a multiple of ${ELEMENT_BYTES[format]}`);
  return { name, format, shape, begin, end };
}

function isCounts(value: unknown): value is readonly number[] {
  return (
    Array.isArray(value) &&
    value.every((item) => typeof item === 'number' && Number.isSafeInteger(item) && item >= 0)
  );
}

/**
 * Pieces of a file, to be written one after the other: the header, then the tensors in the order of their names. Equal
 * weights give equal bytes.
 */
export function encodeSafetensors(weights: Weights): readonly Uint8Array[] {
  const sorted = [...weights].sort(([a], [b]) => (a < b ? -1 : 1));
  const header: Record<string, unknown> = Object.create(null) as Record<string, unknown>;
  header[METADATA] = { format: 'pt' };
  let position = 0;
  for (const [name, { shape, data }] of sorted) {
    header[name] = { dtype: 'F32', shape, data_offsets: [position, (position += data.byteLength)] };
  }
  const json = new TextEncoder().encode(JSON.stringify(header));
  // Spaces behind the JSON align the numbers.
  const headerBytes = Math.ceil(json.length / ALIGNMENT_BYTES) * ALIGNMENT_BYTES;
  const head = new Uint8Array(8 + headerBytes).fill(0x20);
  new DataView(head.buffer).setBigUint64(0, BigInt(headerBytes), true);
  head.set(json, 8);
  return [head, ...sorted.map(([, { data }]) => bytesOf(data))];
}

function bytesOf(data: Float32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
