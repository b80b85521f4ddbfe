// Losses of classes against their definitions, worked out by hand.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import {
  CLASS_WEIGHTS,
  classCrossEntropy,
  softDice,
} from '../../../../engine/training/objective/classLosses.js';
import { assertClose, gradientByDifferences, gradientByTape, leakedTensors } from '../finiteDifferences.js';
import { onCpu } from '../onCpu.js';

const number = (scalar: tf.Scalar) => tf.tidy(() => scalar.dataSync()[0]!);
/** Image of one colour, from probabilities of positive, border, negative. */
const image = (p: readonly [number, number, number], sidePx = 20): Tensor4D =>
  tf.tile(
    tf.tensor4d(
      p.map((x) => 2 * x - 1),
      [1, 1, 1, 3],
    ),
    [1, sidePx, sidePx, 1],
  );
const near = (actual: number, expected: number, tolerance = 1e-6) =>
  assert.ok(Math.abs(actual - expected) <= tolerance, `${actual}, expected ${expected}`);

describe('losses of a segmentation class by class', () => {
  before(onCpu);

  it('are 0 where the map says what is true', () => {
    const truth = image([1, 0, 0]);
    near(number(classCrossEntropy(truth, truth)), 0, 2e-5);
    near(number(softDice(truth, truth)), 0);
  });

  it('have the logarithm of the probability of what is true, by the weights of the classes', () => {
    const [positive, border, negative] = CLASS_WEIGHTS;
    const expected = -(positive * Math.log(0.5) + border * Math.log(0.75) + negative * Math.log(0.9));
    near(
      number(classCrossEntropy(image([0.5, 0.25, 0.1]), image([1, 0, 0]))),
      expected / (positive + border + negative),
    );
  });

  it('compare areas by Dice, with 100 px more on both sides', () => {
    const dice = (2 * 0.5 * 400 + 100) / (0.5 * 400 + 400 + 100);
    near(number(softDice(image([0.5, 0, 0]), image([1, 0, 0]))), (1 - dice) / 3);
  });

  it('stay finite where a map is sure and wrong', () => {
    const [wrong, truth] = [image([0, 1, 1]), image([1, 0, 0])];
    assert.ok(number(classCrossEntropy(wrong, truth)) > 10);
    const gradient = gradientByTape((x) => classCrossEntropy(x as Tensor4D, truth), wrong);
    assert.ok(gradient.every(Number.isFinite));
  });

  for (const [what, loss] of Object.entries({ classCrossEntropy, softDice }))
    it(`agree with their finite differences: ${what}`, () => {
      const at = tf.tensor4d([0.1, -0.4, 0.7, -0.2, 0.3, -0.6], [1, 1, 2, 3]);
      const truth = tf.tensor4d([1, -1, -1, -1, -1, 1], [1, 1, 2, 3]);
      const by = (x: tf.Tensor) => loss(x as Tensor4D, truth);
      assertClose(gradientByTape(by, at), gradientByDifferences(by, at, 1 / 128), 2e-4);
    });

  it('leave no tensor behind', () => {
    const [map, truth] = [image([0.5, 0.1, 0.1]), image([1, 0, 0])];
    assert.equal(
      leakedTensors(() => softDice(map, truth)),
      0,
    );
  });
});
