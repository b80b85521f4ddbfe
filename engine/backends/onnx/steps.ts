// A network as the list of steps that inference takes: the tree of layers flattened, its weights looked up, and
// everything gone that does nothing there. All graphs (for files, for speed, in 8 bits) are written from this list.

import { effectiveWeights } from '../../networks/effectiveWeights.js';
import {
  NORM_EPSILON,
  type AttentionGate,
  type Convolution,
  type Layer,
  type Network,
} from '../../networks/layers.js';
import { childPath, namedPath } from '../../networks/names.js';
import { checkWeights } from '../../networks/parameters.js';
import type { Weights } from '../../tensors/weights.js';
import { simplify } from './simplify.js';
import { evenMargins, INPUT, type Operation, type Step, type Steps } from './step.js';

export interface StepOptions {
  /** Statistics that batch normalisation uses. Running ones are folded into the convolution before. */
  readonly normalisation: 'tile' | 'running';
}

/** Throws `model-invalid` when the weights do not fit the network. */
export function stepsOf(network: Network, weights: Weights, { normalisation }: StepOptions): Steps {
  checkWeights(network, weights, { normalisation });
  const steps: Step[] = [];
  walk(network.root, INPUT, '', {
    steps,
    weights: effectiveWeights(network, weights),
    normalisation,
    channels: new Map([[INPUT, network.inChannels]]),
  });
  return { title: network.title, inChannels: network.inChannels, steps: simplify(steps) };
}

interface Walk extends StepOptions {
  readonly steps: Step[];
  readonly weights: Weights;
  /** Channels by output name. */
  readonly channels: Map<string, number>;
}

/** Appends the steps of a layer and gives the name of its output. */
function walk(layer: Layer, input: string, path: string, at: Walk): string {
  const push = (operation: Operation, channels = at.channels.get(input)!) =>
    append(path, operation, channels, at);
  switch (layer.kind) {
    case 'conv':
    case 'convTranspose':
      return push(convolution(layer, input, path, at), layer.conv.outChannels);
    case 'norm':
      return layer.norm === 'identity' ? input : push(normalisation(layer, input, path, at));
    case 'relu':
    case 'tanh':
    case 'sigmoid':
    case 'upsample':
      return push({ kind: layer.kind, input });
    case 'leakyRelu':
      return push({ kind: 'leakyRelu', input, slope: layer.slope });
    case 'dropout':
      return input;
    case 'pad':
      return push({ kind: 'pad', input, mode: layer.mode, px: layer.px });
    case 'sequence':
      return layer.layers.reduce((x, child, i) => walk(child, x, childPath(path, layer, i), at), input);
    case 'named':
      return walk(layer.layer, input, namedPath(path, layer.name), at);
    case 'residual':
      return push({ kind: 'add', input, right: walk(layer.body, input, path, at) });
    case 'skip':
      return concatenated(input, walk(layer.body, input, path, at), path, at);
    case 'attentionSkip': {
      const body = walk(layer.body, input, path, at);
      const gated = push({ kind: 'multiply', input, right: gate(layer.gate, body, input, path, at) });
      return concatenated(gated, body, path, at);
    }
  }
}

function append(path: string, operation: Operation, channels: number, at: Walk): string {
  const wish = path === '' ? operation.kind : `${path}.${operation.kind}`;
  let output = wish;
  for (let i = 2; at.channels.has(output); i++) output = `${wish}_${i}`;
  at.channels.set(output, channels);
  at.steps.push({ output, channels, ...operation });
  return output;
}

function concatenated(input: string, right: string, path: string, at: Walk): string {
  const channels = at.channels.get(input)! + at.channels.get(right)!;
  return append(path, { kind: 'concat', input, right }, channels, at);
}

/** ψ = sigmoid(psi(ReLU(wG(g) + wX(x)))); the sigmoid is not part of the gate's layers. */
function gate({ wG, wX, psi }: AttentionGate, g: string, x: string, path: string, at: Walk): string {
  const left = walk(wG, g, path, at);
  const right = walk(wX, x, path, at);
  const sum = append(path, { kind: 'add', input: left, right }, at.channels.get(left)!, at);
  const active = append(path, { kind: 'relu', input: sum }, at.channels.get(sum)!, at);
  const logits = walk(psi, active, path, at);
  return append(path, { kind: 'sigmoid', input: logits }, at.channels.get(logits)!, at);
}

function convolution(
  layer: Extract<Layer, { kind: 'conv' | 'convTranspose' }>,
  input: string,
  path: string,
  { weights }: Walk,
): Operation {
  const { stride, paddingPx, useBias }: Convolution = layer.conv;
  const weight = weights.get(`${path}.weight`)!;
  const bias = useBias ? { bias: weights.get(`${path}.bias`)!.data } : {};
  if (layer.kind === 'convTranspose')
    return {
      kind: 'convTranspose',
      input,
      weight,
      ...bias,
      stride,
      paddingPx,
      outputPaddingPx: layer.outputPaddingPx,
    };
  return { kind: 'conv', input, weight, ...bias, stride, margins: evenMargins(paddingPx) };
}

function normalisation(
  { norm, channels }: Extract<Layer, { kind: 'norm' }>,
  input: string,
  path: string,
  { weights, normalisation: statistics }: Walk,
): Operation {
  if (norm === 'instance')
    return {
      kind: 'norm',
      input,
      scale: new Float32Array(channels).fill(1),
      offset: new Float32Array(channels),
    };
  const of = (parameter: string) => weights.get(`${path}.${parameter}`)!.data;
  const scale = of('weight');
  const offset = of('bias');
  if (statistics === 'tile') return { kind: 'norm', input, scale, offset };
  const mean = of('running_mean');
  const factor = of('running_var').map((variance, i) => scale[i]! / Math.sqrt(variance + NORM_EPSILON));
  return {
    kind: 'affine',
    input,
    scale: factor,
    offset: offset.map((value, i) => value - mean[i]! * factor[i]!),
  };
}
