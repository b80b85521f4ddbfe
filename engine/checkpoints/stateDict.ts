// Finds named weights in a pickle: a state_dict lists its tensors by name, a TorchScript file is a tree of module
// objects whose field names, joined by dots, are the very same names.

import type { NamedTensors, IntegerTensor, StoredTensor } from '../tensors/weights.js';
import { quoted } from '../files/fileBytes.js';
import { invalidModel } from '../tensors/invalidModel.js';
import type { GlobalDoor } from './pickle.js';
import { describeValue, isNode, type PickleDict, type PickleValue } from './pickleValue.js';
import { allowStateDictNames, TensorReader } from './storedTensors.js';

/** A full-size attention U-Net has 237 entries. */
const MAXIMUM_TENSORS = 20_000;
/** Modules, scalars and tensors seen on the walk through a TorchScript file; shared ones count every time. */
const MAXIMUM_FIELDS = 500_000;
const MAXIMUM_NAME_LENGTH = 500;

/** Words that PyTorch's wrappers put in front of every name: DataParallel, and torch.compile. */
const WRAPPER_PREFIXES = ['module.', '_orig_mod.'];

/** Names in a TorchScript archive: those of a state_dict, and module classes, which stay inert objects. */
export const allowTorchScriptNames: GlobalDoor = (name) =>
  name.startsWith('__torch__.') ? 'instance' : allowStateDictNames(name);

/**
 * All tensors below `root` (a state_dict or a TorchScript module), in the order of the file, named as
 * {@link withoutWrappers} does.
 *
 * @throws EngineError `model-invalid`
 */
export function readNamedTensors(root: PickleValue, tensors: TensorReader, where: string): NamedTensors {
  const found = listTensors(root, where);
  if (found.size === 0) throw invalidModel(where, 'holds no tensors; expected the weights of a network');
  const dropped = wrapperLength([...found.keys()]);
  const weights = new Map<string, StoredTensor>();
  const integers = new Map<string, IntegerTensor>();
  for (const [fullName, value] of found) {
    const name = fullName.slice(dropped);
    const { kind, shape, data } = tensors.read(value, fullName);
    if (kind === 'float') weights.set(name, { shape, data });
    else integers.set(name, { shape, data });
  }
  return { weights, integers };
}

/**
 * The tensors without the "module." and "_orig_mod." that training on several devices and torch.compile leave in front
 * of every name, in either order.
 */
export function withoutWrappers({ weights, integers }: NamedTensors): NamedTensors {
  const dropped = wrapperLength([...weights.keys(), ...integers.keys()]);
  const renamed = <T>(tensors: ReadonlyMap<string, T>) =>
    new Map([...tensors].map(([name, tensor]) => [name.slice(dropped), tensor] as const));
  return dropped === 0 ? { weights, integers } : { weights: renamed(weights), integers: renamed(integers) };
}

/** Letters of the wrappers' prefixes that all names share. */
function wrapperLength(names: readonly string[]): number {
  let length = 0;
  for (;;) {
    const prefix = WRAPPER_PREFIXES.find((one) =>
      names.every((name) => name.length > length + one.length && name.startsWith(one, length)),
    );
    if (prefix === undefined) return length;
    length += prefix.length;
  }
}

function listTensors(root: PickleValue, where: string): ReadonlyMap<string, PickleValue> {
  if (isNode(root) && root.kind === 'dict') return listStateDict(root, where);
  if (isNode(root) && root.kind === 'object') return listModuleTree(root, where);
  throw invalidModel(where, `expected a state_dict or a TorchScript module, found ${describeValue(root)}`);
}

function listStateDict(root: PickleDict, where: string): ReadonlyMap<string, PickleValue> {
  const found = new Map<string, PickleValue>();
  for (const [name, value] of root.entries) {
    if (typeof name !== 'string' || !TensorReader.describesTensor(value))
      throw invalidModel(
        where,
        `entry ${quoted(String(name))} is ${describeValue(value)}; expected a plain state_dict, names to tensors`,
      );
    addTensor(found, name, value, where);
  }
  return found;
}

function listModuleTree(root: PickleValue, where: string): ReadonlyMap<string, PickleValue> {
  const found = new Map<string, PickleValue>();
  let fields = 0;
  // The pickle reader has made sure that the tree is finite and at most 200 levels deep.
  const visit = (prefix: string, value: PickleValue): void => {
    if (TensorReader.describesTensor(value)) addTensor(found, prefix, value, where);
    if (!isNode(value) || value.kind !== 'object' || value.state === null) return;
    if (!isNode(value.state) || value.state.kind !== 'dict')
      throw invalidModel(where, `module ${quoted(prefix)} has ${describeValue(value.state)} for its fields`);
    for (const [name, field] of value.state.entries) {
      if (++fields > MAXIMUM_FIELDS)
        throw invalidModel(where, `has more than ${MAXIMUM_FIELDS} module fields`);
      visit(prefix === '' ? String(name) : `${prefix}.${name}`, field);
    }
  };
  visit('', root);
  return found;
}

function addTensor(found: Map<string, PickleValue>, name: string, value: PickleValue, where: string): void {
  if (name.length === 0 || name.length > MAXIMUM_NAME_LENGTH)
    throw invalidModel(
      where,
      `a tensor name of ${name.length} letters; expected 1 to ${MAXIMUM_NAME_LENGTH}`,
    );
  if (found.has(name)) throw invalidModel(where, `has two tensors named ${quoted(name)}`);
  if (found.size >= MAXIMUM_TENSORS) throw invalidModel(where, `has more than ${MAXIMUM_TENSORS} tensors`);
  found.set(name, value);
}
