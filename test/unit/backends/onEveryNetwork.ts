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

/** Sums of 30,000 values near 30 in float32: without a correction the mean is off by 1e-5 or more. */
export function itFindsExactMeans(backend: () => Backend): void {
  it('finds the mean of batch norm to the last digit, far from zero and over many pixels', async () => {
    await tf.setBackend(backend().id);
    const [height, width] = [150, 200];
    const x = tf.tidy(() => {
      const waves = tf.mul(0.03, tf.cos(tf.range(0, height * width)));
      return tf.reshape<tf.Rank.R4>(tf.add(30, waves), [1, height, width, 1]);
    });
    const values = await x.data<'float32'>();
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (values.length - 1);
    const running = { mean: tf.variable(tf.zeros([1])), variance: tf.variable(tf.zeros([1])) };
    const affine = { scale: tf.ones([1]), offset: tf.zeros([1]) };
    const y = normaliseByOwn(x, 'batch', affine, running);
    // Running statistics move a tenth of the way; floats near 3 are 2⁻²² apart.
    const [found, spread] = [(await running.mean.data())[0]! * 10, (await running.variance.data())[0]! * 10];
    tf.dispose([x, y, running.mean, running.variance, affine.scale, affine.offset]);
    assert.ok(Math.abs(found - mean) < 10 * 2 ** -22, `${found}, exactly ${mean}`);
    assert.ok(Math.abs(spread / variance - 1) < 1e-6, `${spread}, exactly ${variance}`);
  });
}
