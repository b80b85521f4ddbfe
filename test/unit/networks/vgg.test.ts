// VGG19 up to relu5_1: sizes, names, and refused weights and images. PyTorch's numbers are in the parity suite h.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { disposeVgg19, loadVgg19, vggFeatures } from '../../../engine/networks/vgg.js';
import type { Weights } from '../../../engine/tensors/weights.js';
import { EngineError } from '../../../engine/protocol/errors.js';
import { onCpu } from '../training/onCpu.js';
import { identityVgg, randomVgg } from './vggWeights.js';

describe('VGG19', () => {
  before(onCpu);

  it('gives five maps, each half the size of the one before', () => {
    const vgg = loadVgg19(randomVgg(2));
    const shapes = tf.tidy(() => vggFeatures(vgg, tf.ones([1, 35, 48, 3])).map((map) => map.shape));
    disposeVgg19(vgg);
    assert.deepEqual(shapes, [
      [1, 35, 48, 2],
      [1, 17, 24, 4],
      [1, 8, 12, 8],
      [1, 4, 6, 16],
      [1, 2, 3, 16],
    ]);
  });

  it('keeps the largest of every four pixels on the way to the next map', () => {
    const vgg = loadVgg19(identityVgg());
    const red = tf.reshape(tf.range(0, 256), [1, 16, 16, 1]);
    const second = tf.tidy(() => vggFeatures(vgg, tf.concat([red, red, red], 3) as tf.Tensor4D)[1]!);
    assert.deepEqual([...tf.slice(second, [0, 0, 0, 0], [1, 1, 3, 1]).dataSync()], [17, 19, 21]);
    disposeVgg19(vgg);
  });

  it('reads weights under torchvision’s full names as well', () =>
    disposeVgg19(loadVgg19(identityVgg('features.'))));

  it('leaks nothing', () => {
    const before = tf.memory().numTensors;
    const vgg = loadVgg19(randomVgg(1));
    tf.tidy(() => void vggFeatures(vgg, tf.ones([1, 16, 16, 3])));
    disposeVgg19(vgg);
    assert.equal(tf.memory().numTensors, before);
  });

  const refused: Record<string, Weights> = {
    'no weights at all': new Map(),
    'weights without a layer': new Map([...randomVgg(1)].filter(([name]) => name !== '16.bias')),
    'weights of other proportions': new Map([
      ...randomVgg(1),
      ['5.weight', { shape: [3, 1, 3, 3], data: new Float32Array(27) }],
    ]),
  };
  for (const [what, weights] of Object.entries(refused))
    it(`refuses ${what}, and keeps no tensor`, () => {
      const before = tf.memory().numTensors;
      assert.throws(
        () => loadVgg19(weights),
        (error) => error instanceof EngineError && error.code === 'model-invalid',
      );
      assert.equal(tf.memory().numTensors, before);
    });

  it('refuses images that are too small for four poolings', () => {
    const vgg = loadVgg19(randomVgg(1));
    assert.throws(() => vggFeatures(vgg, tf.ones([1, 15, 64, 3])), /16/);
    disposeVgg19(vgg);
  });
});
