// Networks start from the reference's distributions.

import assert from 'node:assert/strict';
import { buildNetwork } from '../../../../engine/networks/build.js';
import { effectiveWeights } from '../../../../engine/networks/effectiveWeights.js';
import { spectralNames } from '../../../../engine/networks/names.js';
import { checkWeights, parametersOf } from '../../../../engine/networks/parameters.js';
import { initialWeights } from '../../../../engine/training/model/initialise.js';
import { iteratedVectors } from '../../../../engine/training/model/spectralVectors.js';
import { orthogonalRows } from '../../../../engine/training/model/orthogonal.js';
import { randomFrom } from '../../../../engine/random/random.js';

const DISCRIMINATOR = { name: 'patchgan', inChannels: 6, filters: 16, norm: 'batch', layers: 4 } as const;

function spread(data: Float32Array): { mean: number; deviation: number } {
  const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
  const squares = data.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: Math.sqrt(squares / data.length) };
}

describe('initial weights', () => {
  it('fit their network and are N(0, 0.02), norms N(1, 0.02), biases 0', () => {
    const network = buildNetwork(DISCRIMINATOR);
    const weights = initialWeights(network, { type: 'normal', gain: 0.02 }, randomFrom(1));
    checkWeights(network, weights, { normalisation: 'running' });
    const convolution = spread(weights.get('model.8.weight')!.data);
    assert.ok(Math.abs(convolution.mean) < 4e-4 && Math.abs(convolution.deviation - 0.02) < 4e-4);
    assert.ok(Math.abs(spread(weights.get('model.12.weight')!.data).mean - 1) < 0.01);
    assert.ok(weights.get('model.0.bias')!.data.every((value) => value === 0));
    assert.ok(weights.get('model.3.running_var')!.data.every((value) => value === 1));
  });

  // Formulae of torch.nn.init, with its fans: (out, in, 4, 4) of a convolution from 64 to 128 channels.
  for (const [type, expected] of [
    ['xavier', 0.5 * Math.sqrt(2 / ((64 + 128) * 16))],
    ['kaiming', Math.sqrt(2 / (64 * 16))],
    ['orthogonal', 0.5 / Math.sqrt(64 * 16)], // rows of length 0.5 spread over so many numbers
  ] as const)
    it(`of the type "${type}" are as wide as PyTorch’s`, () => {
      const weights = initialWeights(buildNetwork(DISCRIMINATOR), { type, gain: 0.5 }, randomFrom(1));
      const { mean, deviation } = spread(weights.get('model.8.weight')!.data);
      assert.ok(
        Math.abs(mean) < 0.02 * expected && Math.abs(deviation / expected - 1) < 0.01,
        `${deviation}`,
      );
    });

  for (const [rows, columns] of [
    [8, 32],
    [32, 8],
  ] as const)
    it(`of the type "orthogonal" are orthonormal, ${rows} × ${columns}`, () => {
      const matrix = orthogonalRows(rows, columns, randomFrom(3));
      const at = (i: number, j: number) =>
        rows < columns ? matrix[i * columns + j]! : matrix[j * columns + i]!;
      for (let i = 0; i < 8; i++)
        for (let k = 0; k < 8; k++) {
          const product = Array.from({ length: 32 }, (_, j) => at(i, j) * at(k, j));
          const sum = product.reduce((total, value) => total + value, 0);
          assert.ok(Math.abs(sum - (i === k ? 1 : 0)) < 1e-6, `${i} · ${k} = ${sum}`);
        }
    });

  it('of spectrally normed networks have vectors that find the largest singular value within a tenth', () => {
    const network = buildNetwork({ ...DISCRIMINATOR, norm: 'spectral' });
    const weights = initialWeights(network, { type: 'normal', gain: 0.02 }, randomFrom(1));
    checkWeights(network, weights, { normalisation: 'running' });
    const normed = effectiveWeights(network, weights);
    for (const spec of parametersOf(network).filter(({ role }) => role === 'spectralOriginal')) {
      const { original, v } = spectralNames(spec.path);
      const { data } = weights.get(original)!;
      const long = iteratedVectors(spec, data, { v: weights.get(v)!.data }, 300);
      const exact = new Map(weights);
      exact.set(spectralNames(spec.path).u, { ...weights.get(spectralNames(spec.path).u)!, data: long.u });
      exact.set(v, { ...weights.get(v)!, data: long.v });
      const name = `${spec.path}.weight`;
      const ratio = effectiveWeights(network, exact).get(name)!.data[0]! / normed.get(name)!.data[0]!;
      assert.ok(ratio > 0.9 && ratio < 1.001, `${spec.path}: ${ratio}`);
    }
  });
});
