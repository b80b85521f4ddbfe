// The perceptual loss on VGG19s small enough to reason about; PyTorch's numbers are in the parity suite h.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Vgg19 } from '../../../../engine/networks/vgg.js';
import { disposeVgg19, loadVgg19, vggFeatures } from '../../../../engine/networks/vgg.js';
import {
  perceptualLoss,
  perceptualTarget,
  perceptualTerms,
} from '../../../../engine/training/objective/perceptualLoss.js';
import { identityVgg, randomVgg } from '../../networks/vggWeights.js';
import { assertClose, gradientByDifferences, gradientByTape, leakedTensors } from '../finiteDifferences.js';
import { onCpu } from '../onCpu.js';

const image = (seed: number, side = 16) =>
  tf.randomUniform<tf.Rank.R4>([1, side, side, 3], -1, 1, 'float32', seed);
const constant = (level: number) => tf.fill<tf.Rank.R4>([1, 16, 16, 3], level);

describe('perceptual loss', () => {
  let identity: Vgg19;
  let random: Vgg19;
  before(async () => {
    await onCpu();
    identity = loadVgg19(identityVgg());
    random = loadVgg19(randomVgg(2));
  });
  after(() => {
    disposeVgg19(identity);
    disposeVgg19(random);
  });

  it('is 0 between equal images', () => {
    const target = perceptualTarget(random, image(1));
    assert.equal(perceptualLoss(random, image(1), target).dataSync()[0], 0);
  });

  it('weighs the five distances 1/32, 1/16, 1/8, 1/4 and 1', () => {
    // The identity network passes the red channel on, so every map of a plain image is that plain image.
    const target = perceptualTarget(identity, constant(0.25));
    const terms = perceptualTerms(identity, constant(0.75), target);
    for (const term of terms) assertClose(term.dataSync(), [0.5], 1e-6);
    const loss = perceptualLoss(identity, constant(0.75), target).dataSync();
    assertClose(loss, [0.5 * (1 / 32 + 1 / 16 + 1 / 8 + 1 / 4 + 1)], 1e-6);
  });

  it('looks at pixels as they are, without the mean and deviation of ImageNet', () =>
    assertClose(vggFeatures(identity, constant(0.3))[0]!.dataSync(), Array(256).fill(0.3), 1e-6));

  it('agrees with its finite differences', () => {
    const target = perceptualTarget(random, image(2));
    const loss = (x: tf.Tensor) => perceptualLoss(random, x as tf.Tensor4D, target);
    const at = image(3);
    // Two pixels suffice, all others go the same way; the tolerance is for ReLUs that h switches.
    const pixels = tf.slice(at, [0, 5, 6, 0], [1, 2, 1, 3]);
    const ofPixels = (part: tf.Tensor) => {
      const middle = tf.concat([tf.slice(at, [0, 5, 0, 0], [1, 2, 6, 3]), part as tf.Tensor4D, tf.slice(at, [0, 5, 7, 0], [1, 2, 9, 3])], 2); // prettier-ignore
      return loss(tf.concat([tf.slice(at, [0, 0, 0, 0], [1, 5, 16, 3]), middle, tf.slice(at, [0, 7, 0, 0], [1, 9, 16, 3])], 1)); // prettier-ignore
    };
    assertClose(gradientByTape(ofPixels, pixels), gradientByDifferences(ofPixels, pixels), 2e-3);
  });

  it('sends no gradient to the target', () => {
    const gradient = tf.grad((target: tf.Tensor) =>
      perceptualLoss(random, image(4), perceptualTarget(random, target as tf.Tensor4D)),
    )(image(5));
    assert.ok(gradient.dataSync().every((value) => value === 0));
  });

  it('leaks nothing, forwards and backwards', () => {
    const [prediction, target] = [image(6), image(7)];
    assert.equal(leakedTensors(() => perceptualLoss(random, prediction, tf.tidy(() => perceptualTarget(random, target)))), 5); // prettier-ignore
    assert.equal(
      leakedTensors(() => {
        const features = perceptualTarget(random, target);
        const result = tf.valueAndGrad((x) => perceptualLoss(random, x as tf.Tensor4D, features))(prediction);
        return [...features, result];
      }),
      0,
    );
  });
});
