// Weights from a formula instead of a file (fixture j_fullsize, `weight_rule`): a hash of name and position, scaled to
// a range in which the activations of a deep network neither vanish nor overflow. Tests of small networks use them too.

import type { Network } from '../../engine/networks/layers.js';
import { parametersOf, type ParameterSpec } from '../../engine/networks/parameters.js';
import type { StoredTensor, Weights } from '../../engine/tensors/weights.js';

/** All parameters of a network except counts of batches. `seed` is what the rule calls the split. */
export function formulaWeights(network: Network, seed: string): Weights {
  return new Map(
    parametersOf(network)
      .filter(({ role }) => role !== 'batchCount')
      .map((spec): [string, StoredTensor] => [spec.name, formulaTensor(spec, seed)]),
  );
}

/** One parameter, computed in float64, stored as float32. */
export function formulaTensor(spec: ParameterSpec, seed: string): StoredTensor {
  const size = spec.shape.reduce((product, side) => product * side, 1);
  const value = valueOf(spec);
  const data = new Float32Array(size);
  const u = uniformNumbers(`${seed}:${spec.name}`, size);
  for (let i = 0; i < size; i++) data[i] = value(u[i]!);
  return { shape: spec.shape, data };
}

/** Function from u in [0, 1) to a value. */
function valueOf({ role, layer }: ParameterSpec): (u: number) => number {
  const around0 = (most: number) => (u: number) => (2 * u - 1) * most;
  if (role === 'normWeight' || role === 'runningVariance') return (u) => 0.5 + u;
  if (role === 'normBias' || role === 'runningMean') return around0(0.3);
  if (role !== 'weight' || layer.kind === 'norm') return around0(0.1);
  const { inChannels, kernelPx, stride } = layer.conv;
  const fan = (inChannels * kernelPx ** 2) / (layer.kind === 'convTranspose' ? stride ** 2 : 1);
  return around0(Math.sqrt(3 / fan));
}

/** Numbers in [0, 1) that depend only on the text: its FNV-1a hash, scrambled with each position. */
export function uniformNumbers(text: string, size: number): Float64Array {
  const start = fnv1a(text);
  const numbers = new Float64Array(size);
  for (let i = 0; i < size; i++) {
    let x = (start + Math.imul(i, 0x9e3779b9)) | 0;
    x = Math.imul(x ^ (x >>> 16), 0x85ebca6b);
    x = Math.imul(x ^ (x >>> 13), 0xc2b2ae35);
    numbers[i] = ((x ^ (x >>> 16)) >>> 0) / 2 ** 32;
  }
  return numbers;
}

function fnv1a(text: string): number {
  let hash = 0x811c9dc5;
  for (const byte of new TextEncoder().encode(text)) hash = Math.imul(hash ^ byte, 0x01000193);
  return hash;
}
