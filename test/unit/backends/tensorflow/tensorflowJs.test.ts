// Every TensorFlow.js backend that runs on any machine: it computes what the arithmetic says, several of them side by
// side keep out of each other's way, and nothing is left behind.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend, LoadOptions, Planes } from '../../../../engine/backends/backend.js';
import { openBackend } from '../../../../engine/backends/openBackend.js';
import type { Network } from '../../../../engine/networks/layers.js';
import { conv, norm, sequence } from '../../../../engine/networks/notation.js';
import type { Weights } from '../../../../engine/tensors/weights.js';
import { NETWORKS, weightsOf } from '../../networks/samples.js';
import { itLeaksNothing, planesFor } from '../onEveryNetwork.js';

const FLOAT32: LoadOptions = { normalisation: 'tile', precision: 'float32', tilePx: 4 };

/** Swaps two channels and doubles the first: out₀ = in₁, out₁ = 2 in₀. */
const SWAP: Network = {
  title: 'swap',
  inChannels: 2,
  outChannels: 2,
  sizeMultiplePx: 2,
  root: sequence(conv(2, 2, { kernelPx: 1 })),
};
const SWAP_WEIGHTS: Weights = new Map([
  ['0.weight', { shape: [2, 2, 1, 1], data: Float32Array.of(0, 1, 2, 0) }],
]);
const IMAGE: Planes = {
  channels: 2,
  height: 2,
  width: 4,
  data: Float32Array.from({ length: 16 }, (_, i) => i),
};

for (const id of ['cpu', 'wasm'] as const)
  describe(`backend ${id}`, () => {
    let backend: Backend;
    before(async () => {
      backend = await openBackend(id);
    });
    after(() => backend.dispose());

    it('takes and gives planes, channel after channel', async () => {
      const network = await backend.load(SWAP, SWAP_WEIGHTS, FLOAT32);
      const { channels, height, width, data } = await network.run(IMAGE);
      assert.deepEqual([channels, height, width], [2, 2, 4]);
      assert.deepEqual([...data], [8, 9, 10, 11, 12, 13, 14, 15, 0, 2, 4, 6, 8, 10, 12, 14]);
      await network.dispose();
    });

    it('normalises by the tile or by the trained statistics, as it was loaded', async () => {
      const network: Network = {
        ...SWAP,
        title: 'norm',
        inChannels: 1,
        outChannels: 1,
        root: norm('batch', 1),
      };
      const numbers = { weight: 3, bias: 1, running_mean: 2, running_var: 4 };
      const weights: Weights = new Map(
        Object.entries(numbers).map(([name, value]) => [
          `.${name}`,
          { shape: [1], data: Float32Array.of(value) },
        ]),
      );
      const image = { channels: 1, height: 2, width: 2, data: Float32Array.of(0, 0, 4, 4) };
      const outputs: number[][] = [];
      for (const normalisation of ['tile', 'running'] as const) {
        const loaded = await backend.load(network, weights, { ...FLOAT32, normalisation });
        outputs.push([...(await loaded.run(image)).data].map((value) => Math.round(value * 1000) / 1000));
        await loaded.dispose();
      }
      // Mean 2 and variance 4 both times: (0 − 2) / 2 · 3 + 1 and (4 − 2) / 2 · 3 + 1.
      assert.deepEqual(outputs, [
        [-2, -2, 4, 4],
        [-2, -2, 4, 4],
      ]);
    });

    it('does not keep the input, and gives the result away', async () => {
      const network = await backend.load(SWAP, SWAP_WEIGHTS, FLOAT32);
      const image = { ...IMAGE, data: IMAGE.data.slice() };
      const first = await network.run(image);
      image.data.fill(0);
      const second = await network.run(image);
      assert.equal(first.data[0], 8);
      assert.equal(second.data[0], 0);
      await network.dispose();
    });

    it('refuses int8, wrong channels and wrong sizes as wrong usage', async () => {
      await assert.rejects(backend.load(SWAP, SWAP_WEIGHTS, { ...FLOAT32, precision: 'int8' }), {
        code: 'usage',
        message: /float32 only/,
      });
      const network = await backend.load(SWAP, SWAP_WEIGHTS, FLOAT32);
      await assert.rejects(network.run({ ...IMAGE, channels: 1, height: 4 }), {
        code: 'usage',
        message: /2 channels/,
      });
      await assert.rejects(network.run({ ...IMAGE, width: 8, height: 1 }), {
        code: 'usage',
        message: /multiples of 2/,
      });
      await network.dispose();
    });

    it('refuses weights of another network before it makes a tensor', async () => {
      const before = tf.memory().numTensors;
      await assert.rejects(backend.load(SWAP, new Map(), FLOAT32), { code: 'model-invalid' });
      assert.equal(tf.memory().numTensors, before);
    });

    it('disposes of a network twice without harm, and runs it no more', async () => {
      const network = await backend.load(SWAP, SWAP_WEIGHTS, FLOAT32);
      await network.dispose();
      await network.dispose();
      await assert.rejects(network.run(IMAGE), /disposed of/);
    });

    for (const [what, network] of Object.entries(NETWORKS)) itLeaksNothing(what, network, () => backend);
  });

describe('several TensorFlow.js backends at once', () => {
  it('give each its own results, however their runs are interleaved', async () => {
    const ids = ['cpu', 'wasm', 'cpu'] as const; // the third shares what the first started
    const backends = await Promise.all(ids.map((id) => openBackend(id)));
    const network = NETWORKS['a ResNet with batch norm']!;
    const loaded = await Promise.all(
      backends.map((backend) => backend.load(network, weightsOf(network), FLOAT32)),
    );
    const image = planesFor(network);
    const alone = await loaded[0]!.run(image);
    const results = await Promise.all([...loaded, ...loaded].map((entry) => entry.run(image)));
    for (const { data } of results)
      assert.ok(data.every((value, i) => Math.abs(value - alone.data[i]!) < 1e-5));
    for (const backend of backends) await backend.dispose();
  });

  it('leave the current backend of TensorFlow.js as it was', async () => {
    const cpu = await openBackend('cpu');
    await tf.setBackend('cpu');
    const wasm = await openBackend('wasm');
    const network = await wasm.load(SWAP, SWAP_WEIGHTS, FLOAT32);
    await network.run(IMAGE);
    assert.equal(tf.getBackend(), 'cpu');
    await wasm.dispose();
    assert.equal(tf.getBackend(), 'cpu');
    await cpu.dispose();
  });

  it('free the networks that were forgotten, and can be opened again', async () => {
    const wasm = await openBackend('wasm');
    await wasm.load(SWAP, SWAP_WEIGHTS, FLOAT32);
    await wasm.dispose();
    await wasm.dispose();
    await assert.rejects(wasm.load(SWAP, SWAP_WEIGHTS, FLOAT32), /closed/);
    const again = await openBackend('wasm');
    const network = await again.load(SWAP, SWAP_WEIGHTS, FLOAT32);
    assert.equal((await network.run(IMAGE)).data[0], 8);
    await again.dispose();
  });
});
