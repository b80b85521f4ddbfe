// Whole weight files as PyTorch writes them, and tiny networks to put into them.

import { buildNetwork } from '../../../engine/networks/build.js';
import type { GeneratorArchitecture } from '../../../engine/networks/architecture.js';
import { parametersOf } from '../../../engine/networks/parameters.js';
import type { Weights } from '../../../engine/tensors/weights.js';
import {
  BUILD,
  bytes,
  EMPTY_DICT,
  EMPTY_TUPLE,
  EMPTY_LIST,
  global,
  MARK,
  NEWOBJ,
  pickle,
  SETITEMS,
  stateDict,
  tensor,
  text,
  uint64,
  type Piece,
} from './pickleBytes.js';
import { zip } from './zipBytes.js';

/** One filter, so that a whole model has a few hundred kilobytes. */
export const TINY_RESNET: GeneratorArchitecture = {
  name: 'resnet_1blocks',
  inChannels: 3,
  outChannels: 3,
  filters: 1,
  norm: 'batch',
  dropout: true,
  padding: 'zero',
  upsampling: 'transposed-convolution',
};

export const TINY_UNET: GeneratorArchitecture = { ...TINY_RESNET, name: 'unet_32' };

/** Weights that fit the architecture; `seed` makes networks differ. */
export function weightsFor(architecture: GeneratorArchitecture, seed = 1): Weights {
  const specs = parametersOf(buildNetwork(architecture)).filter(({ role }) => role !== 'batchCount');
  return new Map(
    specs.map(({ name, shape }, index) => {
      const length = shape.reduce((product, size) => product * size, 1);
      const data = Float32Array.from({ length }, (_, i) => Math.sin(seed + index + i));
      return [name, { shape, data }];
    }),
  );
}

/** A .pth file: state_dict in a zip. */
export function pth(weights: Weights, folder = 'net'): Uint8Array {
  const entries = [...weights].map(([name, { shape, data }], i): [string, Piece] => [
    name,
    tensor({ key: String(i), elements: data.length, shape }),
  ]);
  return archive(pickle(stateDict(entries)), weights, folder);
}

/** A .pt file: the same names as a tree of TorchScript modules, without code. */
export function torchScript(weights: Weights, folder = 'net'): Uint8Array {
  const root: Tree = new Map();
  for (const [i, [name, { shape, data }]] of [...weights].entries()) {
    const path = name.split('.');
    let branch = root;
    for (const part of path.slice(0, -1)) {
      if (!(branch.get(part) instanceof Map)) branch.set(part, new Map());
      branch = branch.get(part) as Tree;
    }
    branch.set(path.at(-1)!, tensor({ key: String(i), elements: data.length, shape }));
  }
  return archive(pickle(moduleObject(root)), weights, folder);
}

type Tree = Map<string, Tree | Piece>;

function moduleObject(tree: Tree): Piece {
  const fields = [...tree].map(([name, value]): Piece => [
    text(name),
    value instanceof Map ? moduleObject(value) : value,
  ]);
  const state: Piece = [EMPTY_DICT, MARK, text('training'), 0x89, fields, SETITEMS];
  return [global('__torch__.torch.nn.modules.container', 'Sequential'), EMPTY_TUPLE, NEWOBJ, state, BUILD];
}

function archive(dataPkl: Uint8Array, weights: Weights, folder: string): Uint8Array {
  return zip([
    { name: `${folder}/data.pkl`, content: dataPkl },
    ...[...weights.values()].map(({ data }, i) => ({ name: `${folder}/data/${i}`, content: rawBytes(data) })),
    { name: `${folder}/version`, content: bytes('3\n') },
  ]);
}

/** The stream of PyTorch before 1.6. */
export function legacyStream(weights: Weights): Uint8Array {
  const entries = [...weights].map(([name, { shape, data }], i): [string, Piece] => [
    name,
    tensor({ key: `k${i}`, elements: data.length, shape, view: 'N' }),
  ]);
  const magic = [0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19];
  const system: Piece = [EMPTY_DICT, MARK, text('little_endian'), 0x88, SETITEMS];
  const keys: Piece = [EMPTY_LIST, MARK, entries.map((_, i) => text(`k${i}`)), 'e'];
  const storages = [...weights.values()].flatMap(({ data }) => [uint64(BigInt(data.length)), rawBytes(data)]);
  return bytes(
    pickle(magic),
    pickle('M', 0xe9, 0x03),
    pickle(system),
    pickle(stateDict(entries)),
    pickle(keys),
    storages,
  );
}

export function rawBytes(data: Float32Array): Uint8Array {
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
}
