// Initial weights of a network (docs/reference.md 1.7, `--init-type`): weights of convolutions from one of four
// distributions, scales of batch norm from N(1, gain), everything else 0; running variances 1.

import type { Network } from '../../networks/layers.js';
import { spectralNames } from '../../networks/names.js';
import { parametersOf, type ParameterSpec } from '../../networks/parameters.js';
import type { StoredTensor, Weights } from '../../tensors/weights.js';
import { orthogonalRows } from './orthogonal.js';
import { FIRST_ITERATIONS, iteratedVectors } from './spectralVectors.js';
import type { Random } from '../../random/random.js';
import type { Initialisation } from '../plan/trainingPlan.js';

/**
 * Random weights by PyTorch's words and formulae: `normal` N(0, gain²) · `xavier` N(0, gain² · 2 / (fan in + fan out)),
 * Glorot & Bengio 2010 · `kaiming` N(0, 2 / fan in), He et al. 2015, without gain · `orthogonal` gain × orthonormal rows
 * or columns, Saxe et al. 2014.
 *
 * Spectrally normed weights keep what PyTorch gives convolutions, uniform within 1/√(inputs of a pixel): the
 * reference's initialisation does not reach them. Their vectors start as random directions, with PyTorch's 15 power
 * iterations.
 */
export function initialWeights(network: Network, initialisation: Initialisation, random: Random): Weights {
  const weights = new Map<string, StoredTensor>();
  for (const spec of parametersOf(network))
    if (spec.role !== 'batchCount')
      weights.set(spec.name, { shape: spec.shape, data: numbersOf(spec, initialisation, random) });
  for (const spec of parametersOf(network))
    if (spec.role === 'spectralOriginal') estimateVectors(spec, weights);
  return weights;
}

/** Replaces the random vectors of a spectrally normed weight by estimates of its singular vectors. */
function estimateVectors(spec: ParameterSpec, weights: Map<string, StoredTensor>): void {
  const names = spectralNames(spec.path);
  const [u, v] = [weights.get(names.u)!, weights.get(names.v)!];
  const found = iteratedVectors(spec, weights.get(spec.name)!.data, { v: v.data }, FIRST_ITERATIONS);
  weights.set(names.u, { ...u, data: found.u });
  weights.set(names.v, { ...v, data: found.v });
}

function numbersOf(
  { role, shape }: ParameterSpec,
  initialisation: Initialisation,
  random: Random,
): Float32Array {
  const size = shape.reduce((product, side) => product * side, 1);
  const filled = (draw: () => number) => Float32Array.from({ length: size }, draw);
  switch (role) {
    case 'weight':
      return filterNumbers(shape, size, initialisation, random);
    case 'normWeight':
      return filled(() => 1 + initialisation.gain * random.normal());
    case 'runningVariance':
      return filled(() => 1);
    case 'spectralOriginal': {
      const bound = 1 / Math.sqrt(fansOf(shape).in);
      return filled(() => bound * (2 * random.uniform() - 1));
    }
    case 'spectralU':
    case 'spectralV':
      return unit(filled(() => random.normal()));
    default:
      return filled(() => 0);
  }
}

function filterNumbers(
  shape: readonly number[],
  size: number,
  { type, gain }: Initialisation,
  random: Random,
): Float32Array {
  const fans = fansOf(shape);
  const normal = (deviation: number) =>
    Float32Array.from({ length: size }, () => deviation * random.normal());
  switch (type) {
    case 'normal':
      return normal(gain);
    case 'xavier':
      return normal(gain * Math.sqrt(2 / (fans.in + fans.out)));
    case 'kaiming':
      return normal(Math.sqrt(2 / fans.in));
    case 'orthogonal':
      return orthogonalRows(shape[0]!, size / shape[0]!, random).map((value) => gain * value);
  }
}

/** Fans as PyTorch counts them, also for transposed convolutions, whose first axis are the inputs. */
function fansOf([first, second, kH, kW]: readonly number[]): { readonly in: number; readonly out: number } {
  const taps = kH! * kW!;
  return { in: second! * taps, out: first! * taps };
}

function unit(vector: Float32Array): Float32Array {
  const length = Math.sqrt(vector.reduce((sum, value) => sum + value * value, 0));
  return vector.map((value) => value / (length || 1));
}
