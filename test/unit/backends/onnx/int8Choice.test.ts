// Rules by which convolutions are computed in 8 bits.

import assert from 'node:assert/strict';
import { int8Choice } from '../../../../engine/backends/onnx/int8Choice.js';
import { stepsOf } from '../../../../engine/backends/onnx/steps.js';
import type { Layer, Network } from '../../../../engine/networks/layers.js';
import { conv, norm, relu, sequence, upsample } from '../../../../engine/networks/notation.js';
import { parametersOf } from '../../../../engine/networks/parameters.js';

const k1 = (from: number, to: number, stride = 1) => conv(from, to, { kernelPx: 1, stride });

/** Choice for each convolution of a network, in its order; nothing depends on weights, so all are 0. */
function choices(inChannels: number, tilePx: number, ...layers: Layer[]): unknown[] {
  const network: Network = {
    title: 'chosen',
    ...{ inChannels, outChannels: 0, sizeMultiplePx: 1, root: sequence(...layers) },
  };
  const weights = new Map(
    parametersOf(network).map(({ name, shape }) => [
      name,
      { shape, data: new Float32Array(shape.reduce((a, b) => a * b, 1)) },
    ]),
  );
  const steps = stepsOf(network, weights, { normalisation: 'tile' });
  const wayOf = int8Choice(steps, tilePx);
  return steps.steps.flatMap((step) => (step.kind === 'conv' ? [wayOf(step)] : []));
}

describe('8 bits are chosen', () => {
  it('never for the convolution that reads the image, nor at full resolution', () => {
    assert.deepEqual(choices(64, 32, k1(64, 64), k1(64, 64)), ['float32', 'float32']);
    assert.deepEqual(choices(64, 32, k1(64, 64, 2), upsample, k1(64, 64)), ['float32', 'float32']);
  });

  it('never for a convolution that changes the size', () =>
    assert.deepEqual(choices(64, 64, k1(64, 64, 2), k1(64, 64), k1(64, 64, 2), k1(64, 64)), [
      'float32',
      'sums',
      'float32',
      'sums',
    ]));

  it('from 64 channels on both sides', () =>
    assert.deepEqual(choices(3, 32, k1(3, 64, 2), k1(64, 63), k1(63, 64), k1(64, 64)), [
      'float32',
      'float32',
      'float32',
      'sums',
    ]));

  it('from 8 pixels on both sides', () => {
    assert.deepEqual(choices(64, 16, k1(64, 64, 2), k1(64, 64)), ['float32', 'sums']);
    assert.deepEqual(choices(64, 14, k1(64, 64, 2), k1(64, 64)), ['float32', 'float32']);
  });

  describe('for the result too', () => {
    it('before a norm, from 64 pixels on, every (side / 16)-th pixel sampled', () =>
      assert.deepEqual(
        [256, 128, 124].map((tilePx) => choices(64, tilePx, k1(64, 64, 2), k1(64, 64), norm('batch', 64))[1]),
        [{ everyNth: 8 }, { everyNth: 4 }, 'sums'],
      ));

    it('not before anything but a norm', () =>
      assert.deepEqual(choices(64, 128, k1(64, 64, 2), k1(64, 64), relu)[1], 'sums'));
  });
});
