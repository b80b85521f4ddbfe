// Names, shapes and roles of a network's parameters, and the check that given weights fit them.

import { EngineError } from '../protocol/errors.js';
import type { Layer, Network } from './layers.js';
import { childPath, namedPath, spectralNames } from './names.js';
import type { Weights } from '../tensors/weights.js';

export type ParameterRole =
  | 'weight' // weight of a convolution
  | 'bias'
  | 'normWeight'
  | 'normBias'
  | 'runningMean'
  | 'runningVariance'
  | 'batchCount' // PyTorch's num_batches_tracked, which is not used here
  | 'spectralOriginal' // weight of a spectrally normed convolution, before the division
  | 'spectralU'
  | 'spectralV';

export interface ParameterSpec {
  /** Key of the reference's state_dict. */
  readonly name: string;
  /** Path of the layer that owns the parameter. */
  readonly path: string;
  readonly layer: LayerWithParameters;
  readonly role: ParameterRole;
  /** (out, in, kH, kW) for weights of convolutions, (in, out, kH, kW) for transposed ones, [] for `batchCount`. */
  readonly shape: readonly number[];
}

export type LayerWithParameters = Layer & { readonly kind: 'conv' | 'convTranspose' | 'norm' };

const TRAINED: readonly ParameterRole[] = ['weight', 'bias', 'normWeight', 'normBias', 'spectralOriginal'];

/** True if gradients change the parameter. The forward pass updates the others: statistics, u and v. */
export function isTrained({ role }: ParameterSpec): boolean {
  return TRAINED.includes(role);
}

/** All parameters of a network, layer by layer in the order of its tree. */
export function parametersOf(network: Network): readonly ParameterSpec[] {
  return [...parametersIn(network.root, '')];
}

/** Number of trained values: 11,383,427 in a ResNet-9 of 64 filters with batch norm. */
export function parameterCount(network: Network): number {
  return parametersOf(network)
    .filter(isTrained)
    .reduce((sum, { shape }) => sum + sizeOf(shape), 0);
}

export interface CheckOptions {
  /** `tile` allows running statistics to be absent: nothing reads them. */
  readonly normalisation: 'tile' | 'running';
}

/**
 * Checks that the weights are those of the network. Counts of batches are ignored.
 *
 * @throws EngineError `model-invalid`, naming the tensors that are missing, superfluous or of another shape
 */
export function checkWeights(network: Network, weights: Weights, { normalisation }: CheckOptions): void {
  const specs = parametersOf(network);
  const optional = (role: ParameterRole) =>
    role === 'batchCount' ||
    (normalisation === 'tile' && (role === 'runningMean' || role === 'runningVariance'));
  const known = new Set(specs.map(({ name }) => name));
  const complaints = [
    quote(
      'missing',
      specs.filter(({ name, role }) => !optional(role) && !weights.has(name)).map(({ name }) => name),
    ),
    quote(
      'not part of it',
      [...weights.keys()].filter((name) => !known.has(name)),
    ),
    quote(
      'of another shape',
      specs.flatMap(({ name, role, shape }) => {
        const found = weights.get(name);
        if (!found || role === 'batchCount') return [];
        if (found.shape.join() === shape.join() && found.data.length === sizeOf(shape)) return [];
        return [`${name} (${found.shape.join('×')}, expected ${shape.join('×')})`];
      }),
    ),
  ].filter((complaint) => complaint !== '');
  if (complaints.length)
    throw new EngineError(
      'model-invalid',
      `The weights do not fit the network "${network.title}": ${complaints.join('; ')}. ` +
        'They belong to another architecture, or the file is damaged: check the architecture in the manifest or the ' +
        'training options, or import the model again.',
    );
}

const MOST_QUOTED = 5;

function quote(what: string, names: readonly string[]): string {
  if (names.length === 0) return '';
  const rest = names.length > MOST_QUOTED ? ` and ${names.length - MOST_QUOTED} more` : '';
  return `${what}: ${names.slice(0, MOST_QUOTED).join(', ')}${rest}`;
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, side) => product * side, 1);
}

function* parametersIn(layer: Layer, path: string): Generator<ParameterSpec> {
  switch (layer.kind) {
    case 'conv':
    case 'convTranspose':
      yield* ofConvolution(layer, path);
      return;
    case 'norm':
      if (layer.norm === 'batch') yield* ofBatchNorm(layer, path);
      return;
    case 'sequence':
      for (const [i, child] of layer.layers.entries()) yield* parametersIn(child, childPath(path, layer, i));
      return;
    case 'named':
      yield* parametersIn(layer.layer, namedPath(path, layer.name));
      return;
    case 'residual':
    case 'skip':
      yield* parametersIn(layer.body, path);
      return;
    case 'attentionSkip':
      yield* parametersIn(layer.body, path);
      for (const part of [layer.gate.wG, layer.gate.wX, layer.gate.psi]) yield* parametersIn(part, path);
      return;
    default: // functions have no parameters
  }
}

function* ofConvolution(
  layer: Layer & { readonly kind: 'conv' | 'convTranspose' },
  path: string,
): Generator<ParameterSpec> {
  const { inChannels, outChannels, kernelPx: k, useBias, spectralNorm } = layer.conv;
  const channels = layer.kind === 'conv' ? [outChannels, inChannels] : [inChannels, outChannels];
  const spectral = spectralNames(path);
  if (!spectralNorm)
    yield { name: `${path}.weight`, path, layer, role: 'weight', shape: [...channels, k, k] };
  if (useBias) yield { name: `${path}.bias`, path, layer, role: 'bias', shape: [outChannels] };
  if (!spectralNorm) return;
  yield { name: spectral.original, path, layer, role: 'spectralOriginal', shape: [...channels, k, k] };
  yield { name: spectral.u, path, layer, role: 'spectralU', shape: [outChannels] };
  yield { name: spectral.v, path, layer, role: 'spectralV', shape: [inChannels * k * k] };
}

function* ofBatchNorm(layer: Layer & { readonly kind: 'norm' }, path: string): Generator<ParameterSpec> {
  const shape = [layer.channels];
  yield { name: `${path}.weight`, path, layer, role: 'normWeight', shape };
  yield { name: `${path}.bias`, path, layer, role: 'normBias', shape };
  yield { name: `${path}.running_mean`, path, layer, role: 'runningMean', shape };
  yield { name: `${path}.running_var`, path, layer, role: 'runningVariance', shape };
  yield { name: `${path}.num_batches_tracked`, path, layer, role: 'batchCount', shape: [] };
}
