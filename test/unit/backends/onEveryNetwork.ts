// The leak test that every backend has to pass, for one network.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend, Planes } from '../../../engine/backends/backend.js';
import type { Network } from '../../../engine/networks/layers.js';
import { uniformNumbers } from '../../parity/weightFormula.js';
import { weightsOf } from '../networks/samples.js';

/** Arbitrary but unchanging, in [-1, 1): the smallest image that the network takes, or a little larger. */
export function planesFor({ title, inChannels, sizeMultiplePx }: Network): Planes {
  const sidePx = Math.max(sizeMultiplePx, 16);
  const numbers = uniformNumbers(`planes for ${title}`, inChannels * sidePx * sidePx);
  const data = Float32Array.from(numbers, (value) => 2 * value - 1);
  return { channels: inChannels, height: sidePx, width: sidePx, data };
}

/** Counts tensors around loading, two runs and disposal, in both normalisations. */
export function itLeaksNothing(what: string, network: Network, backend: () => Backend): void {
  it(`leaks nothing with ${what}`, async () => {
    const before = tf.engine().state.numTensors;
    for (const normalisation of ['tile', 'running'] as const) {
      const options = { normalisation, precision: 'float32', tilePx: 16 } as const;
      const loaded = await backend().load(network, weightsOf(network), options);
      const held = tf.engine().state.numTensors;
      const { data } = await loaded.run(planesFor(network));
      await loaded.run(planesFor(network));
      assert.ok(data.every(Number.isFinite), 'every number of the output is finite');
      assert.equal(tf.engine().state.numTensors, held, 'tensors after two runs');
      await loaded.dispose();
      assert.equal(tf.engine().state.numTensors, before, 'tensors after disposal');
    }
  });
}
