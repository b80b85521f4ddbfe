// PyTorch's file before version 1.6: four pickles in a row (magic number, protocol, sizes, state_dict), a pickled
// list of storage keys, and then each storage as an element count and its raw numbers.

import { ByteCursor } from '../tensors/byteCursor.js';
import { ELEMENT_BYTES, type ElementFormat } from '../tensors/floatFormats.js';
import type { NamedTensors } from '../tensors/weights.js';
import { quoted } from '../files/fileBytes.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { readPickle, type GlobalDoor } from './pickle.js';
import { isNode, type PickleValue } from './pickleValue.js';
import { readNamedTensors } from './stateDict.js';
import { allowStateDictNames, readStorageReference, TensorReader } from './storedTensors.js';

/** PROTO 2, LONG1 of 10 bytes: 119547037146038801333356. */
const MAGIC = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, 0x2e];
const PROTOCOL = 1001;
const MAXIMUM_STORAGES = 20_000;

const allowNothing: GlobalDoor = () => undefined;

export function isLegacyStream(bytes: Uint8Array): boolean {
  return MAGIC.every((byte, i) => bytes[i] === byte);
}

/** @throws EngineError `model-invalid` */
export function readLegacyStream(bytes: Uint8Array, where: string): NamedTensors {
  const cursor = new ByteCursor(bytes, where, MAGIC.length);
  const protocol = readPickle(cursor, allowNothing);
  if (protocol !== PROTOCOL) throw invalidModel(where, `legacy protocol must be ${PROTOCOL}`);
  checkByteOrder(readPickle(cursor, allowNothing), where);
  const stateDict = readPickle(cursor, allowStateDictNames);
  const keys = readKeys(readPickle(cursor, allowNothing), where);
  const storages = readStorages(cursor, keys, storageFormats(stateDict, where));
  const tensors = new TensorReader(where, bytes.length, ({ key, format, elements }) => {
    const storage = storages.get(key);
    if (!storage) throw invalidModel(where, `has no storage ${quoted(key)}`);
    if (storage.length < elements * ELEMENT_BYTES[format])
      throw invalidModel(
        where,
        `storage ${quoted(key)} is shorter than the ${elements} numbers it should hold`,
      );
    return storage;
  });
  return readNamedTensors(stateDict, tensors, where);
}

function checkByteOrder(system: PickleValue, where: string): void {
  if (!isNode(system) || system.kind !== 'dict' || system.entries.get('little_endian') !== true)
    throw invalidModel(where, 'was not written on a little-endian machine; save it again on one');
}

function readKeys(value: PickleValue, where: string): readonly string[] {
  const items = isNode(value) && value.kind === 'list' ? value.items : [];
  const keys = items.filter((item) => typeof item === 'string');
  if (keys.length === 0 || keys.length !== items.length || keys.length > MAXIMUM_STORAGES)
    throw invalidModel(where, `expected a list of 1 to ${MAXIMUM_STORAGES} storage keys`);
  return keys;
}

/** The stream itself does not say how wide the numbers of a storage are; the tensors that use it do. */
function storageFormats(stateDict: PickleValue, where: string): ReadonlyMap<string, ElementFormat> {
  const formats = new Map<string, ElementFormat>();
  const entries = isNode(stateDict) && stateDict.kind === 'dict' ? [...stateDict.entries.values()] : [];
  for (let value of entries) {
    // _rebuild_parameter(_rebuild_tensor_v2(storage, …), …)
    while (isNode(value) && value.kind === 'call') value = value.args[0] ?? null;
    if (!isNode(value) || value.kind !== 'persistent') continue;
    const { key, format } = readStorageReference(value, where).reference;
    if ((formats.get(key) ?? format) !== format)
      throw invalidModel(where, `storage ${quoted(key)} is declared with two types of numbers`);
    formats.set(key, format);
  }
  return formats;
}

function readStorages(
  cursor: ByteCursor,
  keys: readonly string[],
  formats: ReadonlyMap<string, ElementFormat>,
): ReadonlyMap<string, Uint8Array> {
  const storages = new Map<string, Uint8Array>();
  for (const key of keys) {
    const format = formats.get(key);
    if (!format || storages.has(key)) throw cursor.fail(`storage ${quoted(key)} is unused or listed twice`);
    const elements = cursor.count64('the length of a storage');
    storages.set(key, cursor.take(elements * ELEMENT_BYTES[format], `storage ${quoted(key)}`));
  }
  return storages;
}
