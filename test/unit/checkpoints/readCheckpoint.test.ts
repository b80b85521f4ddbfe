import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { readCheckpoint, readCheckpointBytes } from '../../../engine/checkpoints/readCheckpoint.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import {
  bytes,
  EMPTY_DICT,
  EMPTY_TUPLE,
  get,
  global,
  integer,
  MARK,
  NEWOBJ,
  BUILD,
  NONE,
  pickle,
  put,
  SETITEMS,
  stateDict,
  tensor,
  text,
  uint64,
  type Piece,
} from './pickleBytes.js';
import { encodeSafetensors } from '../../../engine/tensors/safetensors.js';
import type { Weights } from '../../../engine/tensors/weights.js';
import { refusal } from './refusal.js';
import { legacyStream, pth, TINY_RESNET, torchScript, weightsFor } from './weightFiles.js';
import { zip, type ZipEntry } from './zipBytes.js';

const FIXTURES = join(packageRoot(), 'test', 'fixtures');
/** The bytes of a safetensors file. */
const safetensorsOf = (weights: Weights) => Buffer.concat([...encodeSafetensors(weights)]);
const read = (data: Uint8Array) => readCheckpointBytes(data, 'a.pth');

interface ExpectedTensor {
  readonly shape: readonly number[];
  readonly integer: boolean;
  readonly values: readonly number[];
}

describe('weight files written by PyTorch 2', () => {
  const folder = join(FIXTURES, 'checkpoints');
  const expected = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8')) as Record<
    string,
    Record<string, ExpectedTensor>
  >;
  for (const [file, tensors] of Object.entries(expected))
    it(`${file} gives every number of every tensor`, async () => {
      const { weights, integers, format } = await readCheckpoint(join(folder, file));
      assert.equal(format, file.endsWith('.pt') ? 'torchscript' : file.includes('legacy') ? 'legacy' : 'zip');
      for (const [name, { shape, integer, values }] of Object.entries(tensors)) {
        const found = (integer ? integers : weights).get(name);
        assert.ok(found, `${name} is missing`);
        assert.deepEqual(found.shape, shape, name);
        assert.deepEqual(Array.from<number | bigint, number>(found.data, Number), values, name);
      }
      assert.equal(weights.size + integers.size, Object.keys(tensors).length);
    });
});

describe('networks of the reference', () => {
  const folder = join(FIXTURES, 'deepliif', 'd_model');
  for (const name of ['G1', 'GS0'])
    it(`${name}.pt holds what latest_net_${name}.pth holds, but for the running statistics`, async () => {
      const trained = await readCheckpoint(join(folder, 'DeepLIIF_tiny', `latest_net_${name}.pth`));
      const serialised = await readCheckpoint(join(folder, 'DeepLIIF_tiny_serialized', `${name}.pt`));
      const rest = [...trained.weights].filter(([key]) => !key.includes('.running_'));
      assert.equal(serialised.weights.size, rest.length);
      for (const [key, { shape, data }] of rest) {
        assert.deepEqual(serialised.weights.get(key)?.shape, shape, key);
        assert.deepEqual(serialised.weights.get(key)?.data, data, key);
      }
      assert.deepEqual(serialised.integers, trained.integers);
    });
});

describe('a state_dict', () => {
  const weights = weightsFor(TINY_RESNET);

  it('reads the same from a zip, a legacy stream and a TorchScript tree', async () => {
    for (const file of [pth(weights), legacyStream(weights), torchScript(weights)])
      assert.deepEqual(new Map((await read(file)).weights), new Map(weights));
  });

  it('loses the "_orig_mod." of torch.compile, alone or beside "module.", in every format', async () => {
    for (const prefix of ['_orig_mod.', '_orig_mod.module.', 'module._orig_mod.']) {
      const prefixed = new Map([...weights].map(([name, stored]) => [prefix + name, stored]));
      for (const file of [pth(prefixed), legacyStream(prefixed), safetensorsOf(prefixed)])
        assert.deepEqual([...(await read(file)).weights.keys()].sort(), [...weights.keys()].sort(), prefix);
    }
  });

  it('loses the "module." of parallel training only when every name has it', async () => {
    const prefixed = new Map([...weights].map(([name, stored]) => [`module.${name}`, stored]));
    assert.deepEqual([...(await read(pth(prefixed))).weights.keys()], [...weights.keys()]);
    prefixed.set('other', { shape: [1], data: new Float32Array(1) });
    assert.ok((await read(pth(prefixed))).weights.has([...prefixed.keys()][0]!));
  });
});

/** One state_dict with a storage "0" of ten numbers. */
const file = (entries: readonly (readonly [string, Piece])[], more: readonly ZipEntry[] = []): Uint8Array =>
  zip([
    { name: 'n/data.pkl', content: pickle(stateDict(entries)) },
    { name: 'n/data/0', content: new Uint8Array(40) },
    ...more,
  ]);
const ten = { key: '0', elements: 10 };

describe('a broken weight file is refused:', () => {
  const cases: [name: string, data: Uint8Array, message: RegExp][] = [
    ['an empty file', bytes(), /is empty/],
    ['text', bytes('hello world'), /no weight file/],
    ['a zip without data.pkl', zip([{ name: 'n/x', content: bytes('x') }]), /holds 0 data\.pkl/],
    [
      'two networks in one zip',
      zip(['a', 'b'].map((n) => ({ name: `${n}/data.pkl`, content: pickle(NONE) }))),
      /holds 2 data\.pkl/,
    ],
    ['os.system', zip([{ name: 'n/data.pkl', content: pickle(global('os', 'system')) }]), /"os\.system"/],
    ['a big-endian file', file([], [{ name: 'n/byteorder', content: bytes('big') }]), /little-endian/],
    ['a list instead of names', zip([{ name: 'n/data.pkl', content: pickle(']') }]), /expected a state_dict/],
    ['no tensors', file([]), /holds no tensors/],
    ['a whole training state', file([['optimizer', EMPTY_DICT]]), /"optimizer" is a dict; expected a plain/],
    ['a tensor without a name', file([['', tensor({ ...ten, shape: [1] })]]), /name of 0 letters/],
    ['a storage that is missing', file([['w', tensor({ ...ten, key: '7', shape: [1] })]]), /"n\/data\/7"/],
    ['a storage named out of the folder', file([['w', tensor({ ...ten, key: '../../x', shape: [1] })]]), /no zip entry/],
    ['a storage shorter than it says', file([['w', tensor({ ...ten, elements: 11, shape: [1] })]]), /shorter/],
    ['a storage larger than the file', file([['w', tensor({ ...ten, elements: 2 ** 39, shape: [1] })]]), /shorter/],
    ['a tensor beyond its storage', file([['w', tensor({ ...ten, shape: [11] })]]), /reaches beyond/],
    ['an offset beyond its storage', file([['w', tensor({ ...ten, shape: [1], offset: 10 })]]), /reaches beyond/],
    ['strides beyond the storage', file([['w', tensor({ ...ten, shape: [2, 2], strides: [9, 1] })]]), /beyond/],
    ['a negative size', file([['w', tensor({ ...ten, shape: [-1] })]]), /the size must be .* not -1/],
    ['a negative stride', file([['w', tensor({ ...ten, shape: [2], strides: [-1], offset: 5 })]]), /stride must be/],
    ['a negative offset', file([['w', tensor({ ...ten, shape: [1], offset: -4 })]]), /offset must be/],
    ['a size of 2^62', file([['w', tensor({ ...ten, shape: [2n ** 62n] })]]), /the size must be/],
    ['sizes whose product overflows', file([['w', tensor({ ...ten, shape: Array<number>(8).fill(2 ** 40), strides: Array<number>(8).fill(0) })]]), /beyond/],
    ['one number blown up by strides of 0', file([['w', tensor({ ...ten, shape: [2 ** 20, 2 ** 20], strides: [0, 0] })]]), /beyond/],
    ['nine dimensions', file([['w', tensor({ ...ten, shape: Array<number>(9).fill(1) })]]), /9 dimensions/],
    ['strides that are missing', file([['w', tensor({ ...ten, shape: [1, 1], strides: [1] })]]), /one stride per/],
    ['a storage of quantised numbers', file([['w', tensor({ ...ten, storage: 'QInt8Storage', shape: [1] })]]), /"torch\.QInt8Storage"/],
  ]; // prettier-ignore
  for (const [name, data, message] of cases) it(name, () => assert.rejects(read(data), refusal(message)));

  it('more numbers than a file of this size can mean', async () => {
    const entries = Array.from(
      { length: 400 },
      (_, i) => [`w${i}`, tensor({ ...ten, shape: [10] })] as const,
    );
    const big = zip([
      { name: 'n/data.pkl', content: pickle(stateDict([...entries])) },
      { name: 'n/data/0', content: new Uint8Array(40) },
    ]);
    await assert.doesNotReject(read(big));
    const wide = entries.map(
      ([name]) => [name, tensor({ key: '0', elements: 10_000, shape: [10_000] })] as const,
    );
    const bomb = zip([
      { name: 'n/data.pkl', content: pickle(stateDict(wide)) },
      { name: 'n/data/0', content: new Uint8Array(40_000) },
    ]);
    await assert.rejects(read(bomb), refusal(/far larger than the file/));
  });

  it('a TorchScript tree that repeats itself without end', async () => {
    // Thirty levels, each with the next one twice: a billion paths from a few hundred bytes.
    let level: Piece = NONE;
    for (let i = 0; i < 30; i++) {
      const fields: Piece = [EMPTY_DICT, MARK, text('a'), [level, put(i)], text('b'), get(i), SETITEMS];
      level = [global('__torch__', 'M'), EMPTY_TUPLE, NEWOBJ, fields, BUILD];
    }
    await assert.rejects(
      read(zip([{ name: 'n/data.pkl', content: pickle(level) }])),
      refusal(/more than 500000 module fields/),
    );
  });

  it('a TorchScript module whose fields are no dict', async () => {
    const module = [global('__torch__', 'M'), EMPTY_TUPLE, NEWOBJ, integer(5), BUILD];
    await assert.rejects(
      read(zip([{ name: 'n/data.pkl', content: pickle(module) }])),
      refusal(/for its fields/),
    );
  });
});

describe('a legacy stream is refused', () => {
  const whole = legacyStream(new Map([['w', { shape: [2], data: new Float32Array([1, 2]) }]]));

  it('when cut off anywhere', async () => {
    for (let length = 15; length < whole.length; length++)
      await assert.rejects(read(whole.subarray(0, length)), refusal(/a\.pth/));
  });

  it('when a storage claims more numbers than there are', async () => {
    const lying = bytes(whole.subarray(0, whole.length - 16), uint64(2n ** 50n), whole.subarray(-8));
    await assert.rejects(read(lying), refusal(/only 8 are left/));
  });
});

describe('a path', () => {
  it('that is missing is not found', () =>
    assert.rejects(readCheckpoint(join(FIXTURES, 'no.pth')), refusal(/cannot be opened/, 'model-not-found')));

  it('of a folder is no weight file', () =>
    assert.rejects(readCheckpoint(FIXTURES), (error: Error) => /regular file|cannot be/.test(error.message)));

  it('of a pipe is no weight file, and is refused without waiting', async function () {
    if (process.platform === 'win32') this.skip();
    const folder = mkdtempSync(join(tmpdir(), 'deepliif-pipe-'));
    const pipe = join(folder, 'pipe.pth');
    execFileSync('mkfifo', [pipe]);
    await assert.rejects(readCheckpoint(pipe), refusal(/is not a regular file/));
    rmSync(folder, { recursive: true });
  });

  it('may have any suffix: the content decides', async () => {
    const data = readFileSync(join(FIXTURES, 'checkpoints', 'traced.pt'));
    assert.equal((await readCheckpointBytes(data, 'model.bin')).format, 'torchscript');
  });
});
