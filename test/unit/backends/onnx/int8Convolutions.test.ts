// Costs of 8 bits: one convolution within the bound that rounding sets, a residual block within 5 %.

import assert from 'node:assert/strict';
import type { Backend, LoadedNetwork, Planes } from '../../../../engine/backends/backend.js';
import { openOnnxBackend } from '../../../../engine/backends/onnx/openOnnxBackend.js';
import type { Layer, Network } from '../../../../engine/networks/layers.js';
import { conv, norm, relu, residual, sequence } from '../../../../engine/networks/notation.js';
import type { StoredTensor, Weights } from '../../../../engine/tensors/weights.js';
import { formulaWeights } from '../../../parity/weightFormula.js';
import { largestDifference, planes } from './onLane.js';

const CHANNELS = 64;

/** Every second pixel of every second row, unchanged: a first layer in float32 after which 8 bits begin. */
const half = conv(CHANNELS, CHANNELS, { kernelPx: 1, stride: 2 });
const UNCHANGED: StoredTensor = {
  shape: [CHANNELS, CHANNELS, 1, 1],
  data: Float32Array.from({ length: CHANNELS ** 2 }, (_, i) => Number(i % (CHANNELS + 1) === 0)),
};

function networkOf(...layers: Layer[]): { network: Network; weights: Weights } {
  const network: Network = {
    title: 'int8',
    ...{ inChannels: CHANNELS, outChannels: CHANNELS, sizeMultiplePx: 2, root: sequence(half, ...layers) },
  };
  return { network, weights: new Map(formulaWeights(network, 'int8')).set('0.weight', UNCHANGED) };
}

describe('int8', () => {
  let onnx: Backend;
  before(async () => {
    onnx = await openOnnxBackend('cpu', { lanes: 1, threads: 1 });
  });
  after(() => onnx.dispose());

  async function both(
    { network, weights }: ReturnType<typeof networkOf>,
    image: Planes,
  ): Promise<readonly [float32: Planes, int8: Planes]> {
    const load = (precision: 'float32' | 'int8'): Promise<LoadedNetwork> =>
      onnx.load(network, weights, { normalisation: 'tile', precision, tilePx: image.height });
    const results = [];
    for (const precision of ['float32', 'int8'] as const) {
      const loaded = await load(precision);
      results.push(await loaded.run(image));
      await loaded.dispose();
    }
    return [results[0]!, results[1]!];
  }

  it('a convolution differs by no more than rounding its image and weights can', async () => {
    const one = networkOf(conv(CHANNELS, CHANNELS, { kernelPx: 3, paddingPx: 1, useBias: true }));
    const { data } = one.weights.get('1.weight')!;
    const [expected, actual] = await both(one, planes(CHANNELS, 64, 64));
    // Values are in [-1, 1]: the image is rounded by up to half of 2 / 255, and clipped by as much where 0 is
    // rounded; weights by half of their largest / 63. A 3 × 3 sum has this many products:
    const products = CHANNELS * 9;
    const largest = data.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    const [ofImage, ofWeight] = [2 / 255, largest / 126];
    const bound = products * (ofImage * largest + ofWeight * (1 + ofImage));
    const difference = largestDifference(expected, actual);
    assert.ok(difference > 0, 'computed in 8 bits');
    assert.ok(difference < bound, `${difference} of at most ${bound}`);
    assert.ok(relativeError(expected, actual) < 0.02, 'errors of many products cancel');
  });

  it('a residual block with norms, its results in 8 bits too, keeps within 5 % (root of mean squares)', async () => {
    // A result's range is about 5.6 standard deviations σ of 256 samples, widened four times, in 255 steps: one step is
    // 0.09 σ, and rounding to it errs by 0.025 σ. Two results make 0.036; weights of 7 bits add 0.01.
    const k3 = conv(CHANNELS, CHANNELS, { kernelPx: 3, paddingPx: 1 });
    const block = residual(sequence(k3, norm('batch', CHANNELS), relu, k3, norm('batch', CHANNELS)));
    const [expected, actual] = await both(networkOf(relu, block), planes(CHANNELS, 128, 128));
    const error = relativeError(expected, actual);
    assert.ok(error > 0.001 && error < 0.05, `${error}`);
  });

  it('takes an image of zeros without dividing by its range', async () => {
    const k3 = conv(CHANNELS, CHANNELS, { kernelPx: 3, paddingPx: 1 });
    const zeros = { ...planes(CHANNELS, 128, 128), data: new Float32Array(CHANNELS * 128 ** 2) };
    const [expected, actual] = await both(networkOf(k3, norm('batch', CHANNELS), k3), zeros);
    assert.ok(actual.data.every(Number.isFinite));
    // Norm of a constant is its offset: the same everywhere, so only the last convolution rounds.
    assert.ok(relativeError(expected, actual) < 0.03, `${relativeError(expected, actual)}`);
  });

  it('gives a tile the same numbers whatever was computed before', async () => {
    const { network, weights } = networkOf(conv(CHANNELS, CHANNELS, { kernelPx: 3, paddingPx: 1 }));
    const loaded = await onnx.load(network, weights, {
      ...{ normalisation: 'tile', precision: 'int8', tilePx: 32 },
    });
    const image = planes(CHANNELS, 32, 32);
    const first = await loaded.run(image);
    await loaded.run({ ...image, data: image.data.map((value) => 100 * value) });
    assert.deepEqual((await loaded.run(image)).data, first.data);
    await loaded.dispose();
  });
});

/** Root of the mean squared difference, over that of the expected values. */
function relativeError(expected: Planes, actual: Planes): number {
  const squared = actual.data.reduce((sum, value, i) => sum + (value - expected.data[i]!) ** 2, 0);
  return Math.sqrt(squared / expected.data.reduce((sum, value) => sum + value ** 2, 0));
}
