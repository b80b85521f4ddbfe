// The TensorFlow.js interpreter: runs a network on the current backend; training differentiates it. Images are
// (N, H, W, C) here. Tensors are freed layer by layer: peak memory is a few activations of the largest layer, plus
// those that skip connections still need.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { convolve, convolvePhases, convolveTransposed, doubleSize, PHASES } from './convolution.js';
import { dropOut } from './dropout.js';
import type { AttentionGate, Layer, Network } from './layers.js';
import { childPath, namedPath, spectralNames } from './names.js';
import { normalise, normaliseByOwn } from './normalisation.js';
import { padImage } from './padding.js';
import { phaseName, type NetworkTensors } from './prepare.js';
import { iteratePower, spectrallyNormed } from './spectralNorm.js';

export { prepareVariables, prepareWeights, storedWeights } from './prepare.js';
export type { NetworkTensors, NetworkVariables } from './prepare.js';

/**
 * Statistics that batch norm uses, and state that changes in the pass:
 * - `tile`: each image's own, whatever else is in the batch; the reference does so at inference, tile by tile;
 * - `running`: the trained running statistics;
 * - `batch`: those of the whole batch; no state changes;
 * - training: as `batch`, and running statistics and spectral vectors are updated, and dropout is active.
 * Instance norm always uses each image's own.
 */
export type ForwardMode = 'tile' | 'running' | 'batch' | TrainingMode;

export interface TrainingMode {
  /** Seed of dropout, a new one for each forward pass. `off` trains without dropout. */
  readonly dropoutSeed: number | 'off';
  /** Repeats a pass: running statistics and spectral vectors stay as they are. */
  readonly again?: true;
}

/**
 * Called with every layer's output. The output is only borrowed: it is freed when the observer returns or soon after.
 */
export type LayerObserver = (path: string, layer: Layer, output: Tensor4D) => void;

/**
 * (N, H, W, inChannels) in [-1, 1] → (N, H', W', outChannels); the result belongs to the caller, `x` stays the
 * caller's. H and W must be multiples of `network.sizeMultiplePx`.
 *
 * Inference takes the tensors of `prepareWeights`. Training takes the variables of `prepareVariables`, may be called
 * inside `tf.grads` and the like, and changes running statistics and spectral vectors in place. The variables work in
 * the other modes too.
 */
export function forward(
  network: Network,
  tensors: NetworkTensors,
  x: Tensor4D,
  mode: ForwardMode,
  observe?: LayerObserver,
): Tensor4D {
  const [, height, width, channels] = x.shape;
  const multiple = network.sizeMultiplePx;
  if (channels !== network.inChannels || height % multiple !== 0 || width % multiple !== 0)
    throw new RangeError(
      `"${network.title}" takes ${network.inChannels} channels, height and width multiples of ${multiple} px; ` +
        `it was given ${channels} channels of ${width} × ${height} px.`,
    );
  return tf.tidy(() => apply(network.root, '', x, { tensors, mode, observe }));
}

interface Pass {
  readonly tensors: NetworkTensors;
  readonly mode: ForwardMode;
  readonly observe: LayerObserver | undefined;
}

/** Applies one layer. The result is a new tensor, never `x` itself, so the creator of `x` can free it. */
function apply(layer: Layer, path: string, x: Tensor4D, pass: Pass): Tensor4D {
  switch (layer.kind) {
    case 'sequence': {
      let current = x.clone();
      for (const [i, child] of layer.layers.entries()) {
        const next = apply(child, childPath(path, layer, i), current, pass);
        current.dispose();
        current = next;
      }
      return current;
    }
    case 'named':
      return apply(layer.layer, namedPath(path, layer.name), x, pass);
    case 'residual':
      return tf.tidy(() => tf.add<Tensor4D>(x, apply(layer.body, path, x, pass)));
    case 'skip':
      return tf.tidy(() => tf.concat([x, apply(layer.body, path, x, pass)], 3));
    case 'attentionSkip':
      return tf.tidy(() => {
        const d = apply(layer.body, path, x, pass);
        return tf.concat([tf.mul<Tensor4D>(x, attention(layer.gate, path, d, x, pass)), d], 3);
      });
    default: {
      const output = tf.tidy(() => compute(layer, path, x, pass));
      pass.observe?.(path, layer, output);
      return output;
    }
  }
}

/** Weights ψ of an attention gate: (N, H, W, 1), between 0 and 1. */
function attention(gate: AttentionGate, path: string, d: Tensor4D, x: Tensor4D, pass: Pass): Tensor4D {
  return tf.tidy(() => {
    const sum = tf.add<Tensor4D>(apply(gate.wG, path, d, pass), apply(gate.wX, path, x, pass));
    return tf.sigmoid(apply(gate.psi, path, tf.relu(sum), pass));
  });
}

type SimpleLayer = Exclude<
  Layer,
  { readonly kind: 'sequence' | 'named' | 'residual' | 'skip' | 'attentionSkip' }
>;

function compute(layer: SimpleLayer, path: string, x: Tensor4D, pass: Pass): Tensor4D {
  switch (layer.kind) {
    case 'conv':
      return withBias(convolve(x, filterOf(path, layer, pass), layer.conv), path, layer, pass);
    case 'convTranspose':
      return withBias(doubled(x, path, layer, pass), path, layer, pass);
    case 'norm':
      return norm(layer, path, x, pass);
    case 'relu':
      return tf.relu(x);
    case 'leakyRelu':
      return tf.leakyRelu(x, layer.slope);
    case 'tanh':
      return tf.tanh(x);
    case 'sigmoid':
      return tf.sigmoid(x);
    case 'dropout':
      return isTraining(pass.mode) && pass.mode.dropoutSeed !== 'off'
        ? dropOut(x, layer.rate, pass.mode.dropoutSeed, path)
        : x.clone();
    case 'pad':
      return padImage(x, layer.mode, layer.px);
    case 'upsample':
      return doubleSize(x);
  }
}

type ConvolutionLayer = Layer & { readonly kind: 'conv' | 'convTranspose' };

function withBias(y: Tensor4D, path: string, { conv }: ConvolutionLayer, pass: Pass): Tensor4D {
  return conv.useBias ? tf.add<Tensor4D>(y, tensorOf(pass, `${path}.bias`)) : y;
}

/** Filter (kH, kW, in, out), prepared or still with its spectral parameters. */
function filterOf(path: string, { conv }: ConvolutionLayer, pass: Pass): Tensor4D {
  const names = spectralNames(path);
  if (!conv.spectralNorm || !(names.original in pass.tensors))
    return tensorOf(pass, `${path}.weight`) as Tensor4D;
  const original = tensorOf(pass, names.original) as Tensor4D;
  if (movesState(pass.mode)) iteratePower(original, variableOf(pass, names.u), variableOf(pass, names.v));
  return spectrallyNormed(original, tensorOf(pass, names.u) as Tensor1D, tensorOf(pass, names.v) as Tensor1D);
}

/** Doubles an image. Inference has prepared phases; training has one filter, which the backends differentiate. */
function doubled(x: Tensor4D, path: string, layer: ConvolutionLayer, pass: Pass): Tensor4D {
  if (!(phaseName(path, PHASES[0]) in pass.tensors))
    return convolveTransposed(x, filterOf(path, layer, pass), layer.conv);
  const phase = (i: number) => tensorOf(pass, phaseName(path, PHASES[i]!)) as Tensor4D;
  return convolvePhases(x, [phase(0), phase(1), phase(2), phase(3)], layer.conv);
}

function norm(layer: Layer & { readonly kind: 'norm' }, path: string, x: Tensor4D, pass: Pass): Tensor4D {
  if (layer.norm === 'identity') return x.clone();
  if (layer.norm === 'instance') return normaliseByOwn(x, 'image');
  const affine = { scale: tensorOf(pass, `${path}.weight`), offset: tensorOf(pass, `${path}.bias`) };
  const [meanName, varianceName] = [`${path}.running_mean`, `${path}.running_var`];
  if (pass.mode === 'tile') return normaliseByOwn(x, 'image', affine);
  if (pass.mode === 'running') {
    const trained = { mean: tensorOf(pass, meanName), variance: tensorOf(pass, varianceName) };
    return normalise(x, trained, affine);
  }
  const running = movesState(pass.mode)
    ? { mean: variableOf(pass, meanName), variance: variableOf(pass, varianceName) }
    : undefined;
  return normaliseByOwn(x, 'batch', affine, running);
}

function isTraining(mode: ForwardMode): mode is TrainingMode {
  return typeof mode === 'object';
}

function movesState(mode: ForwardMode): boolean {
  return isTraining(mode) && !mode.again;
}

function tensorOf({ tensors }: Pass, name: string): Tensor {
  const tensor = tensors[name];
  if (!tensor) throw new Error(`There is no tensor "${name}"; were the weights checked and prepared?`);
  return tensor;
}

function variableOf(pass: Pass, name: string): tf.Variable {
  const tensor = tensorOf(pass, name);
  if (!(tensor instanceof tf.Variable))
    throw new Error(`"${name}" is not a variable, but training changes it; prepare variables.`);
  return tensor as tf.Variable; // instanceof forgets the rank's type
}
