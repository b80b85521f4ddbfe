// The numbers a network starts from (reference sheet 1.7, `--init-type normal`): weights of convolutions from
// N(0, gain), scales of batch norm from N(1, gain), everything else 0; running variances 1.

import type { Network } from '../networks/layers.js';
import { parametersOf, type ParameterSpec } from '../networks/parameters.js';
import type { StoredTensor, Weights } from '../networks/weights.js';
import type { Random } from './random.js';

/**
 * Spectrally normed weights keep what PyTorch gives convolutions, uniform within 1/√(inputs of a pixel): the
 * reference's initialisation does not reach them. Their vectors start as random directions.
 */
export function initialWeights(network: Network, gain: number, random: Random): Weights {
  const weights = new Map<string, StoredTensor>();
  for (const spec of parametersOf(network)) {
    if (spec.role === 'batchCount') continue;
    const size = spec.shape.reduce((product, side) => product * side, 1);
    const draw = numbersOf(spec, gain, random);
    const data = Float32Array.from({ length: size }, draw);
    weights.set(spec.name, { shape: spec.shape, data: isDirection(spec) ? unit(data) : data });
  }
  return weights;
}

function numbersOf({ role, shape }: ParameterSpec, gain: number, random: Random): () => number {
  switch (role) {
    case 'weight':
      return () => gain * random.normal();
    case 'normWeight':
      return () => 1 + gain * random.normal();
    case 'runningVariance':
      return () => 1;
    case 'spectralOriginal': {
      const inputs = shape[1]!; // as PyTorch counts them, also for transposed convolutions
      const bound = 1 / Math.sqrt(inputs * shape[2]! * shape[3]!);
      return () => bound * (2 * random.uniform() - 1);
    }
    case 'spectralU':
    case 'spectralV':
      return () => random.normal();
    default:
      return () => 0;
  }
}

const isDirection = ({ role }: ParameterSpec) => role === 'spectralU' || role === 'spectralV';

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / (length || 1));
}
