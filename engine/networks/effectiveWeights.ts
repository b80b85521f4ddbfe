// Weights that convolutions compute with at inference: spectral normalisation is resolved, since u and v no longer
// change and backends expect plain weights. All other tensors stay as they are.

import { EngineError } from '../protocol/errors.js';
import type { Network } from './layers.js';
import { spectralNames } from './names.js';
import { parametersOf, type ParameterSpec } from './parameters.js';
import type { StoredTensor, Weights } from '../tensors/weights.js';

/**
 * Plain weights under "<path>.weight": the original divided by its largest singular value σ = uᵀ W v, where W has one
 * row for each output channel (Miyato et al. 2018, equation 8; docs/reference.md 1.6). Other tensors are shared, not
 * copied.
 *
 * Expects weights that `checkWeights` has accepted.
 *
 * @throws EngineError `model-invalid` if σ is zero, infinite or NaN
 */
export function effectiveWeights(network: Network, weights: Weights): Weights {
  const effective = new Map<string, StoredTensor>();
  for (const spec of parametersOf(network)) {
    if (spec.role === 'spectralU' || spec.role === 'spectralV') continue;
    if (spec.role === 'spectralOriginal') {
      effective.set(`${spec.path}.weight`, normed(spec, weights));
    } else {
      const stored = weights.get(spec.name);
      if (stored) effective.set(spec.name, stored);
    }
  }
  return effective;
}

function normed(spec: ParameterSpec, weights: Weights): StoredTensor {
  const names = spectralNames(spec.path);
  const original = weights.get(names.original)!;
  const sigma = largestSingularValue(
    spec,
    original.data,
    weights.get(names.u)!.data,
    weights.get(names.v)!.data,
  );
  if (!Number.isFinite(sigma) || sigma === 0)
    throw new EngineError(
      'model-invalid',
      `The spectral norm of "${names.original}" is ${sigma}, so its weight cannot be divided by it. ` +
        'The checkpoint is damaged or was never trained.',
    );
  return { shape: original.shape, data: original.data.map((value) => value / sigma) };
}

/** σ = uᵀ W v in float64; W's columns are ordered (in, kH, kW), also for transposed convolutions. */
function largestSingularValue(
  { shape, layer }: ParameterSpec,
  weight: Float32Array,
  u: Float32Array,
  v: Float32Array,
): number {
  const [first, second, kH, kW] = shape as [number, number, number, number];
  const taps = kH * kW;
  let sigma = 0;
  for (let i = 0, at = 0; i < first; i++)
    for (let j = 0; j < second; j++) {
      const [out, into] = layer.kind === 'convTranspose' ? [j, i] : [i, j];
      for (let tap = 0; tap < taps; tap++) sigma += u[out]! * weight[at++]! * v[into * taps + tap]!;
    }
  return sigma;
}
