// The losses against their definitions, worked out by hand; the reference's numbers are in the parity suite h.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { GanMode } from '../../../../engine/training/plan/objective.js';
import { ganLoss, saturatingLoss, smoothL1 } from '../../../../engine/training/objective/losses.js';
import { assertClose, gradientByDifferences, gradientByTape, leakedTensors } from '../finiteDifferences.js';
import { onCpu } from '../onCpu.js';

const number = (scalar: tf.Scalar) => tf.tidy(() => scalar.dataSync()[0]!);
const logistic = (x: number) => 1 / (1 + Math.exp(-x));

describe('smooth L1', () => {
  before(onCpu);

  for (const [distance, expected] of [
    [0, 0],
    [0.5, 0.125],
    [-0.5, 0.125],
    [1, 0.5],
    [1.5, 1],
    [-3, 2.5],
  ] as const)
    it(`is ${expected} at a distance of ${distance}`, () =>
      assert.equal(number(smoothL1(tf.scalar(distance), tf.scalar(0))), expected));

  it('is the mean over all elements', () =>
    assert.equal(number(smoothL1(tf.tensor2d([[0, 1], [2, -2]]), tf.zeros([2, 2]))), (0 + 0.5 + 1.5 + 1.5) / 4)); // prettier-ignore

  it('has the distance, limited to ±1, as its gradient', () => {
    const at = tf.tensor1d([-2, -1, -0.25, 0, 0.25, 1, 2]);
    const gradient = gradientByTape((x) => smoothL1(x, tf.zeros([7])), at);
    assertClose(
      gradient,
      [-1, -1, -0.25, 0, 0.25, 1, 1].map((slope) => slope / 7),
      1e-7,
    );
  });

  it('agrees with its finite differences', () => {
    const [at, target] = [
      tf.randomNormal([12], 0, 1, 'float32', 1),
      tf.randomNormal([12], 0, 1, 'float32', 2),
    ];
    const loss = (x: tf.Tensor) => smoothL1(x, target);
    assertClose(gradientByTape(loss, at), gradientByDifferences(loss, at), 1e-4);
  });

  it('leaks nothing', () =>
    assert.equal(
      leakedTensors(() => smoothL1(tf.scalar(1), tf.scalar(3))),
      2,
    ));
});

describe('forms of the generators’ loss', () => {
  before(onCpu);

  // Goodfellow et al. 2014, section 3: both pull scores up; log(1 − D) does so least where the discriminator is sure.
  for (const [form, loss, slope] of [
    ['saturating', saturatingLoss, (x: number) => -logistic(x)],
    [
      'non-saturating',
      (x: tf.Tensor) => ganLoss(x, true, { mode: 'vanilla' }),
      (x: number) => logistic(x) - 1,
    ],
  ] as const)
    it(`${form}: pulls a fake by ${slope(-6).toFixed(4)} where D is sure, by ${slope(0)} where it is not`, () =>
      assertClose(gradientByTape(loss, tf.tensor1d([-6, 0])), [slope(-6) / 2, slope(0) / 2], 1e-6));
});

describe('adversarial loss', () => {
  before(onCpu);

  const scores = [-3, -0.5, 0, 0.5, 4];
  const mean = (of: (score: number) => number) => scores.reduce((sum, x) => sum + of(x), 0) / scores.length;
  const definitions: Record<GanMode, { real: (x: number) => number; fake: (x: number) => number }> = {
    vanilla: { real: (x) => -Math.log(logistic(x)), fake: (x) => -Math.log(1 - logistic(x)) },
    lsgan: { real: (x) => (x - 1) ** 2, fake: (x) => x ** 2 },
    wgangp: { real: (x) => -x, fake: (x) => x },
    poly_ce: {
      real: (x) => -Math.log(logistic(x)) + 1 - logistic(x),
      fake: (x) => -Math.log(1 - logistic(x)) + logistic(x),
    },
  };
  for (const [mode, { real, fake }] of Object.entries(definitions) as [
    GanMode,
    (typeof definitions)[GanMode],
  ][]) {
    it(`${mode} follows its definition for real and fake patches`, () => {
      assertClose([number(ganLoss(tf.tensor1d(scores), true, { mode }))], [mean(real)], 1e-6);
      assertClose([number(ganLoss(tf.tensor1d(scores), false, { mode }))], [mean(fake)], 1e-6);
    });

    it(`${mode} agrees with its finite differences`, () => {
      for (const isReal of [true, false]) {
        const loss = (x: tf.Tensor) => ganLoss(x, isReal, { mode, labelSmoothing: 0.1, smoothFakes: true });
        const at = tf.tensor1d(scores);
        assertClose(gradientByTape(loss, at), gradientByDifferences(loss, at), 2e-4);
      }
    });

    it(`${mode} leaks nothing`, () =>
      assert.equal(
        tf.tidy(() => leakedTensors(() => ganLoss(tf.tensor1d(scores), true, { mode }))),
        1,
      ));
  }

  it('stays finite for scores beyond the range of the exponential', () => {
    assertClose([number(ganLoss(tf.tensor1d([-200, 200]), true, { mode: 'vanilla' }))], [100], 1e-4);
    assertClose([number(ganLoss(tf.tensor1d([-200, 200]), false, { mode: 'vanilla' }))], [100], 1e-4);
  });

  it('moves the label of real patches by the smoothing', () =>
    assertClose([number(ganLoss(tf.scalar(0), true, { mode: 'lsgan', labelSmoothing: 0.1 }))], [0.81], 1e-6));

  it('leaves fake patches at 0 as the reference does', () =>
    assert.equal(number(ganLoss(tf.scalar(0), false, { mode: 'lsgan', labelSmoothing: 0.1 })), 0));

  it('moves fake patches too where that is asked for', () =>
    assertClose(
      [number(ganLoss(tf.scalar(0), false, { mode: 'lsgan', labelSmoothing: 0.1, smoothFakes: true }))],
      [0.01],
      1e-7,
    ));
});
