// 3 × 3 convolutions of the backend "wasm" by Winograd's algorithm: what plain JavaScript computes, whatever the size.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from '../../../../engine/backends/backend.js';
import { openBackend } from '../../../../engine/backends/openBackend.js';
import { withBackendLock } from '../../../../engine/backends/tensorflow/backendLock.js';

/** Error for each of the products of numbers up to 1 that a sum is made of; a wrong pixel would differ by about 1. */
const TOLERANCE_PER_PRODUCT = 1e-6;

interface Case {
  readonly what: string;
  readonly image: [number, number, number, number];
  readonly outputs: number;
  readonly pad: 'same' | 'valid';
}

const CASES: readonly Case[] = [
  { what: 'whole tiles', image: [1, 18, 18, 32], outputs: 32, pad: 'valid' },
  { what: 'sides that are no multiples of a tile', image: [1, 13, 19, 32], outputs: 40, pad: 'valid' },
  { what: 'zeros around the image', image: [1, 16, 12, 36], outputs: 32, pad: 'same' },
  { what: 'zeros around odd sides', image: [1, 11, 9, 32], outputs: 32, pad: 'same' },
  { what: 'an image that is narrower than a tile', image: [1, 40, 3, 32], outputs: 32, pad: 'same' },
  { what: 'several images', image: [3, 10, 11, 32], outputs: 32, pad: 'same' },
  { what: 'more tiles than one thread takes at once', image: [1, 33, 50, 32], outputs: 32, pad: 'same' },
  // The package's own kernel:
  { what: 'channels that are no multiples of 4', image: [1, 12, 12, 33], outputs: 34, pad: 'same' },
  { what: 'few channels', image: [1, 12, 12, 3], outputs: 8, pad: 'same' },
  { what: 'few pixels', image: [1, 4, 4, 32], outputs: 32, pad: 'same' },
];

/** The same everywhere: between -1 and 1, without a period that fits the channels. */
function numbers(shape: readonly number[], seed: number): Float32Array {
  return Float32Array.from({ length: shape.reduce((a, b) => a * b) }, (_, i) => Math.sin(i * 1.7 + seed));
}

describe('3 × 3 convolutions on two threads of WebAssembly', () => {
  let wasm: Backend;
  let cpu: Backend;
  before(async () => {
    wasm = await openBackend('wasm', { threads: 2 });
    cpu = await openBackend('cpu');
  });
  after(async () => {
    await wasm.dispose();
    await cpu.dispose();
  });

  const run = (id: 'wasm' | 'cpu', { image, outputs, pad }: Case) =>
    withBackendLock(id, () =>
      tf.tidy(() => {
        const filter: Case['image'] = [3, 3, image[3], outputs];
        const x = tf.tensor4d(numbers(image, 1), image);
        const result = tf.conv2d(x, tf.tensor4d(numbers(filter, 2), filter), 1, pad);
        return { shape: result.shape, data: result.dataSync<'float32'>() };
      }),
    );

  for (const one of CASES)
    it(`are right for ${one.what}`, async () => {
      const [expected, actual] = [await run('cpu', one), await run('wasm', one)];
      assert.deepEqual(actual.shape, expected.shape);
      const worst = expected.data.reduce((most, v, i) => Math.max(most, Math.abs(v - actual.data[i]!)), 0);
      assert.ok(worst <= 9 * one.image[3] * TOLERANCE_PER_PRODUCT, `differs by ${worst}`);
    });

  it('see it when another filter takes the place of one that was disposed of', () =>
    withBackendLock('wasm', () => {
      const x = tf.ones<tf.Rank.R4>([1, 12, 12, 32]);
      const insideOf = (factor: number) =>
        tf.tidy(() => {
          const y = tf.conv2d(x, tf.fill<tf.Rank.R4>([3, 3, 32, 32], factor), 1, 'valid');
          return y.dataSync()[0]!;
        });
      assert.ok(Math.abs(insideOf(1) - 288) < 1e-2);
      assert.ok(Math.abs(insideOf(2) - 576) < 1e-2);
      x.dispose();
    }));

  it('leak no tensor, and no memory when filters come and go', () =>
    withBackendLock('wasm', () => {
      const { wasm: heap } = tf.backend() as unknown as { wasm: { HEAPU8: Uint8Array } };
      const round = () =>
        tf.tidy(
          () =>
            void tf.conv2d(
              tf.ones<tf.Rank.R4>([1, 8, 8, 64]),
              tf.ones<tf.Rank.R4>([3, 3, 64, 64]),
              1,
              'same',
            ),
        );
      for (let i = 0; i < 20; i++) round();
      const [tensors, bytes] = [tf.memory().numTensors, heap.HEAPU8.length];
      for (let i = 0; i < 200; i++) round(); // 120 MB of transformed filters, were they kept
      assert.equal(tf.memory().numTensors, tensors);
      assert.equal(heap.HEAPU8.length, bytes);
    }));
});
