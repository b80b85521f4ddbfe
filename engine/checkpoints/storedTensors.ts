// Reads the numbers of a tensor by the pickle's description of it: which storage, from where, which shape, which
// strides.

import { ELEMENT_BYTES, float32From, int64From, type ElementFormat } from '../tensors/floatFormats.js';
import { quoted } from '../files/fileBytes.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { describeValue, isNode, type PickleValue } from './pickleValue.js';
import type { GlobalDoor } from './pickle.js';

const STORAGE_FORMATS: ReadonlyMap<string, ElementFormat> = new Map([
  ['torch.FloatStorage', 'float32'],
  ['torch.DoubleStorage', 'float64'],
  ['torch.HalfStorage', 'float16'],
  ['torch.BFloat16Storage', 'bfloat16'],
  ['torch.LongStorage', 'int64'],
]);

const REBUILD_TENSOR = 'torch._utils._rebuild_tensor_v2';
const REBUILD_PARAMETER = 'torch._utils._rebuild_parameter';

const MAXIMUM_DIMENSIONS = 8;

/** The names that a state_dict holds (docs/reference.md 2.1); all others are refused. */
export const allowStateDictNames: GlobalDoor = (name) => {
  if (STORAGE_FORMATS.has(name)) return 'mention';
  if (name === REBUILD_TENSOR || name === REBUILD_PARAMETER || name === 'collections.OrderedDict')
    return 'call';
  return undefined;
};

/** A storage that the pickle refers to. */
export interface StorageReference {
  readonly key: string;
  readonly format: ElementFormat;
  /** Length of the whole storage. */
  readonly elements: number;
}

export type StoredNumbers =
  | { readonly kind: 'float'; readonly shape: readonly number[]; readonly data: Float32Array }
  | { readonly kind: 'integer'; readonly shape: readonly number[]; readonly data: BigInt64Array };

/** Gives tensors their numbers. `totalBytes` of the file bounds what all tensors together may hold. */
export class TensorReader {
  private readonly storages = new Map<string, Float32Array | BigInt64Array>();
  private bytesLeft: number;

  constructor(
    private readonly where: string,
    totalBytes: number,
    /** The storage's bytes; at least `elements` long, or it throws. */
    private readonly findStorage: (reference: StorageReference) => Uint8Array,
  ) {
    // Half precision doubles in size; twice that leaves room for weights that are shared between names.
    this.bytesLeft = 4 * totalBytes;
  }

  /** True when a value of the pickle is a tensor. */
  static describesTensor(value: PickleValue): boolean {
    return isNode(value) && value.kind === 'call';
  }

  /** `name` only for messages. */
  read(value: PickleValue, name: string): StoredNumbers {
    const where = `${this.where}: tensor ${quoted(name)}`;
    const [storage, offsetValue, sizeValue, strideValue] = tensorArguments(value, where);
    const { reference, from } = readStorageReference(storage, where);
    const shape = countTuple(sizeValue, 'size', where);
    const strides = countTuple(strideValue, 'stride', where);
    const offset = from + count(offsetValue, 'the storage offset', where);
    const length = checkExtent(reference, offset, shape, strides, where);
    this.bytesLeft -= 4 * length;
    if (this.bytesLeft < 0) throw invalidModel(where, 'the tensors are together far larger than the file');
    const numbers = this.storage(reference);
    if (numbers instanceof Float32Array)
      return { kind: 'float', shape, data: gather(numbers, offset, shape, strides, length, Float32Array) };
    return { kind: 'integer', shape, data: gather(numbers, offset, shape, strides, length, BigInt64Array) };
  }

  private storage(reference: StorageReference): Float32Array | BigInt64Array {
    const id = `${reference.format}:${reference.key}`;
    const known = this.storages.get(id);
    if (known) return known;
    const { format } = reference;
    const bytes = this.findStorage(reference).subarray(0, reference.elements * ELEMENT_BYTES[format]);
    const numbers = format === 'int64' ? int64From(bytes) : float32From(bytes, format);
    this.storages.set(id, numbers);
    return numbers;
  }
}

/** The arguments of _rebuild_tensor_v2, also when _rebuild_parameter is wrapped around it. */
function tensorArguments(value: PickleValue | undefined, where: string): readonly PickleValue[] {
  if (value !== undefined && isNode(value) && value.kind === 'call') {
    if (value.callee === REBUILD_PARAMETER) {
      const inner = value.args[0];
      if (inner !== undefined && isNode(inner) && inner.kind === 'call' && inner.callee === REBUILD_TENSOR)
        return tensorArguments(inner, where);
    } else if (value.args.length >= 6 && value.args.length <= 7) return value.args;
  }
  throw invalidModel(where, `expected a tensor, found ${describeValue(value)}`);
}

/** ('storage', torch.FloatStorage, key, 'cpu', elements[, None or (key, offset, elements)]) */
export function readStorageReference(
  value: PickleValue | undefined,
  where: string,
): { reference: StorageReference; from: number } {
  const id = value !== undefined && isNode(value) && value.kind === 'persistent' ? value.id : null;
  const fields = isNode(id) && id.kind === 'tuple' ? id.items : [];
  const [tag, type, key, , elements, view] = fields;
  const format =
    type !== undefined && type !== null && isNode(type) && type.kind === 'global'
      ? STORAGE_FORMATS.get(type.name)
      : undefined;
  if (tag !== 'storage' || !format || typeof key !== 'string' || fields.length < 5 || fields.length > 6)
    throw invalidModel(where, `expected a storage, found ${describeValue(value)}`);
  const reference = { key, format, elements: count(elements, 'the storage length', where) };
  if (view === undefined || view === null) return { reference, from: 0 };
  // Old legacy files share storages through a window; the storage they name is the whole one.
  const window = isNode(view) && view.kind === 'tuple' ? view.items : [];
  return { reference, from: count(window[1], 'the offset of a storage view', where) };
}

/** @returns the number of elements of the tensor; throws when any of them lies outside of the storage. */
function checkExtent(
  reference: StorageReference,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
  where: string,
): number {
  if (shape.length > MAXIMUM_DIMENSIONS) throw invalidModel(where, `has ${shape.length} dimensions`);
  if (shape.length !== strides.length) throw invalidModel(where, 'has not one stride per dimension');
  let length = 1;
  for (const size of shape) length *= size;
  if (length === 0) return 0;
  const last = shape.reduce((index, size, i) => index + (size - 1) * strides[i]!, offset);
  if (last >= reference.elements || length > reference.elements)
    throw invalidModel(
      where,
      `of shape [${shape.join(', ')}] reaches beyond its storage of ${reference.elements} numbers`,
    );
  return length;
}

/** The elements in C order: a view where they lie so already, else a copy. */
function gather<T extends Float32Array | BigInt64Array>(
  storage: T,
  offset: number,
  shape: readonly number[],
  strides: readonly number[],
  length: number,
  NewArray: new (length: number) => T,
): T {
  if (length === 0) return new NewArray(0);
  if (isContiguous(shape, strides)) return storage.subarray(offset, offset + length) as T; // same element type
  const result = new NewArray(length);
  const index = shape.map(() => 0);
  let position = offset;
  for (let i = 0; i < length; i++) {
    result[i] = storage[position]!;
    for (let d = shape.length - 1; d >= 0; d--) {
      position += strides[d]!;
      if (++index[d]! < shape[d]!) break;
      position -= shape[d]! * strides[d]!;
      index[d] = 0;
    }
  }
  return result;
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let d = shape.length - 1; d >= 0; d--) {
    if (shape[d] !== 1 && strides[d] !== expected) return false;
    expected *= shape[d]!;
  }
  return true;
}

function countTuple(value: PickleValue | undefined, what: string, where: string): readonly number[] {
  if (value === undefined || !isNode(value) || value.kind !== 'tuple')
    throw invalidModel(where, `the ${what} must be a tuple, not ${describeValue(value)}`);
  return value.items.map((item) => count(item, `the ${what}`, where));
}

/** A size, stride, offset or length: a whole number from 0 to 2^40, beyond which no storage reaches. */
function count(value: PickleValue | undefined, what: string, where: string): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= 0 && value <= 2 ** 40) return value;
  const found = typeof value === 'number' || typeof value === 'bigint' ? String(value) : describeValue(value);
  throw invalidModel(where, `${what} must be a whole number from 0 to 2^40, not ${found}`);
}
