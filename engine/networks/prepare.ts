// Converts stored weights to tensors of the TensorFlow.js interpreter, and back. Filters change their layout from
// PyTorch's (out, in, kH, kW), or (in, out, kH, kW) when transposed, to (kH, kW, in, out).

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import { PHASES, phaseTaps } from './convolution.js';
import { effectiveWeights } from './effectiveWeights.js';
import type { Convolution, Layer, Network } from './layers.js';
import { isTrained, parametersOf, type ParameterSpec } from './parameters.js';
import type { StoredTensor, Weights } from '../tensors/weights.js';

/** Tensors by parameter name; `tf.dispose` frees all of them at once. */
export type NetworkTensors = Readonly<Record<string, Tensor>>;

/** The same as variables for training: gradients and running statistics change them in place. */
export type NetworkVariables = Readonly<Record<string, tf.Variable>>;

type ConvolutionLayer = Layer & { readonly kind: 'conv' | 'convTranspose' };

/** Name of a prepared phase of a transposed convolution's filter. */
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
    const { role, path, layer } = spec;
    const name = role === 'spectralOriginal' ? `${path}.weight` : spec.name;
    const stored = effective.get(name);
    // Counts of batches, and running statistics that nothing reads, may be absent.
    if (!stored || role === 'batchCount') continue;
    if (layer.kind === 'norm' || role === 'bias') tensors[name] = tf.tensor(stored.data, [...spec.shape]);
    else if (layer.kind === 'conv') tensors[name] = filterTensor(stored, layer, allTaps(layer.conv));
    else
      PHASES.forEach((phase, i) => {
        tensors[phaseName(path, phase)] = filterTensor(stored, layer, phaseTaps(layer.conv)[i]!);
      });
  }
  return tensors;
}

/**
 * Variables for training on the current backend; statistics and spectral vectors are included as not trainable. They
 * belong to the caller, who frees them with `tf.dispose`.
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

/** Current values of the variables, in the layout of weight files; the variables stay as they are. */
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
      // All tensors here are float32.
      weights.set(spec.name, { shape: spec.shape, data: (await tensor.data()) as Float32Array });
    } finally {
      tensor.dispose();
    }
  }
  return weights;
}

function toTensor(spec: ParameterSpec, stored: StoredTensor): Tensor {
  const { role, layer } = spec;
  if (layer.kind !== 'norm' && (role === 'weight' || role === 'spectralOriginal'))
    return filterTensor(stored, layer, allTaps(layer.conv));
  const order = storedOrder(spec);
  if (!order) return tf.tensor(stored.data, [...spec.shape]);
  return tf.tidy(() => tf.reshape(tf.transpose(tf.tensor(stored.data, order.stored), order.forth), [-1]));
}

/** Rows and columns of a kernel that make up a filter, in their order. */
interface Taps {
  readonly rows: readonly number[];
  readonly columns: readonly number[];
}

function allTaps({ kernelPx }: Convolution): Taps {
  const all = Array.from({ length: kernelPx }, (_, i) => i);
  return { rows: all, columns: all };
}

/**
 * Filter (rows, columns, in, out). Copied here, since some backends transpose very slowly. The result belongs to the
 * caller.
 */
function filterTensor({ data }: StoredTensor, layer: ConvolutionLayer, { rows, columns }: Taps): Tensor {
  const { inChannels, outChannels, kernelPx } = layer.conv;
  const taps = rows.flatMap((row) => columns.map((column) => row * kernelPx + column));
  const plane = kernelPx * kernelPx;
  const [inStep, outStep] =
    layer.kind === 'conv' ? [plane, inChannels * plane] : [outChannels * plane, plane];
  const filter = new Float32Array(taps.length * inChannels * outChannels);
  for (let i = 0; i < inChannels; i++)
    for (let o = 0; o < outChannels; o++) {
      // Taps innermost: those of one pair of channels are adjacent in memory.
      const from = i * inStep + o * outStep;
      for (let t = 0; t < taps.length; t++)
        filter[(t * inChannels + i) * outChannels + o] = data[from + taps[t]!]!;
    }
  return tf.tensor(filter, [rows.length, columns.length, inChannels, outChannels]);
}

interface AxisOrder {
  readonly stored: number[];
  readonly forth: number[];
  readonly computed: number[];
  readonly back: number[];
}

/** Permutation of a parameter's axes between storage and computation; undefined if there is none. */
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
