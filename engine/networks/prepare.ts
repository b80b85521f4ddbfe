// From stored weights to tensors as the TensorFlow.js interpreter reads them, and back. Filters change their layout
// from PyTorch's (out, in, kH, kW), or (in, out, kH, kW) when transposed, to (kH, kW, in, out).

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import { PHASES, phaseFilters } from './convolution.js';
import { effectiveWeights } from './effectiveWeights.js';
import type { Network } from './layers.js';
import { isTrained, parametersOf, type ParameterSpec } from './parameters.js';
import type { StoredTensor, Weights } from './weights.js';

/** By parameter name; `tf.dispose` frees all of them at once. */
export type NetworkTensors = Readonly<Record<string, Tensor>>;

/** The same, to be trained: gradients and running statistics change them in place. */
export type NetworkVariables = Readonly<Record<string, tf.Variable>>;

/** Name under which a prepared phase of a transposed convolution's filter stands. */
export function phaseName(path: string, phase: (typeof PHASES)[number]): string {
  return `${path}.weight.phase${phase}`;
}

/**
 * Tensors for inference on the current backend: spectral norms resolved, transposed filters split into phases.
 * They belong to the caller, who frees them with `tf.dispose`.
 *
 * Expects weights that `checkWeights` has accepted.
 */
export function prepareWeights(network: Network, weights: Weights): NetworkTensors {
  const effective = effectiveWeights(network, weights);
  const tensors: Record<string, Tensor> = {};
  for (const spec of parametersOf(network)) {
    if (spec.role === 'batchCount' || spec.role === 'spectralU' || spec.role === 'spectralV') continue;
    const name = spec.role === 'spectralOriginal' ? `${spec.path}.weight` : spec.name;
    const stored = effective.get(name);
    if (!stored) continue; // running statistics that nobody will read
    const tensor = toTensor(spec, stored);
    if (spec.layer.kind === 'convTranspose' && spec.role !== 'bias') {
      phaseFilters(tensor as Tensor4D, spec.layer.conv).forEach((filter, i) => {
        tensors[phaseName(spec.path, PHASES[i]!)] = filter;
      });
      tensor.dispose();
    } else {
      tensors[name] = tensor;
    }
  }
  return tensors;
}

/**
 * Variables for training on the current backend; statistics and spectral vectors are there too, as not trainable.
 * They belong to the caller, who frees them with `tf.dispose`.
 *
 * Expects weights that `checkWeights` has accepted with running statistics.
 */
export function prepareVariables(network: Network, weights: Weights): NetworkVariables {
  const variables: Record<string, tf.Variable> = {};
  for (const spec of parametersOf(network)) {
    if (spec.role === 'batchCount') continue;
    const tensor = toTensor(spec, weights.get(spec.name)!);
    variables[spec.name] = tf.variable(tensor, isTrained(spec));
    tensor.dispose();
  }
  return variables;
}

/** What the variables hold now, in the layout of weight files; the variables stay as they are. */
export async function storedWeights(network: Network, variables: NetworkVariables): Promise<Weights> {
  const weights = new Map<string, StoredTensor>();
  for (const spec of parametersOf(network)) {
    const variable = variables[spec.name];
    if (!variable) continue;
    const tensor = tf.tidy(() => {
      const order = storedOrder(spec);
      return order ? tf.transpose(tf.reshape(variable, order.computed), order.back) : variable.clone();
    });
    try {
      // Everything here is float32.
      weights.set(spec.name, { shape: spec.shape, data: (await tensor.data()) as Float32Array });
    } finally {
      tensor.dispose();
    }
  }
  return weights;
}

function toTensor(spec: ParameterSpec, { data }: StoredTensor): Tensor {
  const order = storedOrder(spec);
  if (!order) return tf.tensor(data, [...spec.shape], 'float32');
  return tf.tidy(() => {
    const computed = tf.transpose(tf.tensor(data, order.stored, 'float32'), order.forth);
    return spec.role === 'spectralV' ? tf.reshape(computed, [-1]) : computed;
  });
}

interface AxisOrder {
  readonly stored: number[];
  readonly forth: number[];
  readonly computed: number[];
  readonly back: number[];
}

/** How the axes of a parameter change places; undefined where they do not. */
function storedOrder({ role, shape, layer }: ParameterSpec): AxisOrder | undefined {
  if (layer.kind === 'norm' || role === 'bias' || role === 'spectralU') return undefined;
  if (role === 'spectralV') {
    const { inChannels, kernelPx } = layer.conv;
    return axisOrder([inChannels, kernelPx, kernelPx], [1, 2, 0], [2, 0, 1]);
  }
  return layer.kind === 'convTranspose'
    ? axisOrder(shape, [2, 3, 0, 1], [2, 3, 0, 1])
    : axisOrder(shape, [2, 3, 1, 0], [3, 2, 0, 1]);
}

function axisOrder(stored: readonly number[], forth: number[], back: number[]): AxisOrder {
  return { stored: [...stored], forth, computed: forth.map((axis) => stored[axis]!), back };
}
