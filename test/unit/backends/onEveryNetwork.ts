// Tests that backends of TensorFlow.js have to pass: nothing leaks with a network, and batch norm finds exact means.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend, Planes } from '../../../engine/backends/backend.js';
import type { Network } from '../../../engine/networks/layers.js';
import { normaliseByOwn } from '../../../engine/networks/normalisation.js';
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

/** Sums of thousands of values near 30 in float32: without a correction the mean is off by 1e-5 or more. */
export function itFindsExactMeans(backend: () => Backend): void {
  const channels = 16;
  for (const [height, width] of [
    [64, 64],
    [150, 200],
  ] as const)
    it(`finds means of batch norm to the last digit, far from zero, over ${height} × ${width} px`, async () => {
      await tf.setBackend(backend().id);
      const x = tf.tidy(() => {
        const waves = tf.mul(0.03, tf.cos(tf.range(0, height * width * channels)));
        return tf.reshape<tf.Rank.R4>(tf.add(30, waves), [1, height, width, channels]);
      });
      const statistics = () => tf.variable(tf.zeros([channels]));
      const running = { mean: statistics(), variance: statistics() };
      const affine = { scale: tf.ones([channels]), offset: tf.zeros([channels]) };
      const y = normaliseByOwn(x, 'batch', affine, running);
      const [values, means] = [await x.data(), await running.mean.data()];
      tf.dispose([x, y, running.mean, running.variance, affine.scale, affine.offset]);
      means.forEach((mean, channel) => {
        let sum = 0;
        for (let i = channel; i < values.length; i += channels) sum += values[i]!;
        const exact = sum / (height * width);
        // Running statistics move a tenth of the way; floats near 3 are 2⁻²² apart.
        assert.ok(Math.abs(10 * mean - exact) < 10 * 2 ** -22, `${10 * mean}, exactly ${exact}`);
      });
    });
}
