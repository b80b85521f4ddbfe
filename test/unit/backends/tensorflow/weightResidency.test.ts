// Networks that do not fit into a backend's memory compute the same, and take memory only while they run.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from '../../../../engine/backends/backend.js';
import { openBackend } from '../../../../engine/backends/openBackend.js';
import { weightResidency, type HeldTensors } from '../../../../engine/backends/tensorflow/weightResidency.js';
import { withBackendLock } from '../../../../engine/backends/tensorflow/backendLock.js';

describe('the residency of weights', () => {
  let backend: Backend;
  before(async () => {
    backend = await openBackend('cpu');
  });
  after(() => backend.dispose());

  /** Room for two networks of three numbers each. */
  const roomForTwo = () => weightResidency({ budgetBytes: 25, bytesFor: (numbers) => 4 * numbers });
  const network = () => ({ a: tf.tensor1d([1, 2]), b: tf.scalar(3) });
  const sumOf = (held: HeldTensors) =>
    held.use(({ a, b }) => tf.tidy(() => tf.sum(tf.mul(a!, b!)).dataSync()[0]));

  it('ends where the budget does; what has no room computes the same', () =>
    withBackendLock('cpu', async () => {
      const hold = roomForTwo();
      const held = [await hold(network(), 16), await hold(network(), 16), await hold(network(), 16)];
      assert.deepEqual(
        held.map(({ resident }) => resident),
        [true, true, false],
      );
      assert.deepEqual(held.map(sumOf), [9, 9, 9]);
      assert.deepEqual(held.map(sumOf), [9, 9, 9]);
      for (const one of held) one.dispose();
    }));

  it('takes no tensors between runs for those that have no room, and none when all are disposed of', () =>
    withBackendLock('cpu', async () => {
      const before = tf.engine().state.numTensors;
      const hold = weightResidency({ budgetBytes: 0, bytesFor: () => 1 });
      const held = await hold(network(), 16);
      assert.equal(tf.engine().state.numTensors, before);
      sumOf(held);
      assert.equal(tf.engine().state.numTensors, before);
      assert.throws(() =>
        held.use(() => {
          throw new Error('broken');
        }),
      );
      assert.equal(tf.engine().state.numTensors, before);
      held.dispose();
    }));

  it('has room again when a network goes', () =>
    withBackendLock('cpu', async () => {
      const hold = roomForTwo();
      const first = [await hold(network(), 16), await hold(network(), 16)];
      first[0]!.dispose();
      const next = await hold(network(), 16);
      assert.equal(next.resident, true);
      for (const one of [first[1]!, next]) one.dispose();
    }));
});
