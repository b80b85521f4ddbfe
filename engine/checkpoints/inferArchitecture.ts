// Infers the architecture of a generator from its weights. Names and shapes say almost all of it (docs/reference.md 1.2
// to 1.6): kind, depth, filters, norm, padding, dropout. The rest leaves no trace in them and comes from the training
// options.

import type { GeneratorArchitecture, NormKind } from '../networks/architecture.js';
import type { PadMode } from '../networks/layers.js';
import type { Weights } from '../tensors/weights.js';
import { invalidModel } from '../tensors/invalidModel.js';

/** Facts that only the options know. */
export interface ArchitectureHints {
  /** Padding of a ResNet where it is not zero: reflect and replicate have the same weights. */
  readonly padding: 'reflect' | 'replicate';
  /** Dropout of a U-Net: its dropout layers have no weights and shift no names. */
  readonly dropout: boolean;
}

/** @throws EngineError `model-invalid` when these are the weights of no generator of the reference */
export function inferArchitecture(
  weights: Weights,
  hints: ArchitectureHints,
  where: string,
): GeneratorArchitecture {
  if (weights.has('Conv1.conv.0.weight')) return attentionUnet(weights, where);
  if (weights.has('model.model.0.weight')) return unet(weights, hints, where);
  if (convolutionShape(weights, 'model.1')) return resnet(weights, hints, where);
  throw invalidModel(where, 'holds no generator that DeepLIIF knows (ResNet, U-Net or attention U-Net)');
}

function attentionUnet(weights: Weights, where: string): GeneratorArchitecture {
  const [filters, inChannels] = shapeOf(weights, 'Conv1.conv.0', where);
  return {
    name: 'unet_512_attention',
    inChannels,
    outChannels: shapeOf(weights, 'Up1.up.0', where)[1],
    filters,
    norm: 'batch',
    dropout: false,
    padding: 'zero',
    upsampling: 'transposed-convolution',
  };
}

function unet(weights: Weights, hints: ArchitectureHints, where: string): GeneratorArchitecture {
  // Each level nests its inside: model.model.1.model., then 3.model. again and again.
  let prefix = 'model.model.1.model.';
  let downs = 1;
  for (; weights.has(`${prefix}1.weight`); downs++) prefix += '3.model.';
  if (downs < 5 || downs > 9)
    throw invalidModel(
      where,
      `holds a U-Net with ${downs} levels; the reference's have 5 (unet_32) to 9 (unet_512)`,
    );
  const [filters, inChannels] = shapeOf(weights, 'model.model.0', where);
  return {
    name: `unet_${(2 ** downs) as 32 | 64 | 128 | 256 | 512}`, // 5 to 9, as just checked
    inChannels,
    outChannels: shapeOf(weights, 'model.model.3', where)[1],
    filters,
    norm: normOf(weights, 'model.model.1.model'),
    dropout: hints.dropout,
    padding: 'zero',
    upsampling: 'transposed-convolution',
  };
}

/** Number of layers before the first residual block. */
const FIRST_BLOCK = 10;

function resnet(weights: Weights, hints: ArchitectureHints, where: string): GeneratorArchitecture {
  const blocks = countBlocks(weights);
  const [first, second] = blockConvolutions(weights);
  const isZero = first === 0 && (second === 3 || second === 4);
  const isPadded = first === 1 && (second === 5 || second === 6);
  if (blocks === 0 || !(isZero || isPadded))
    throw invalidModel(where, 'holds a ResNet with residual blocks that the reference does not build');
  const decoder = FIRST_BLOCK + blocks;
  const isTransposed = convolutionShape(weights, `model.${decoder}`) !== undefined;
  const [filters, inChannels] = shapeOf(weights, 'model.1', where);
  return {
    name: `resnet_${blocks}blocks`,
    inChannels,
    outChannels: shapeOf(weights, `model.${decoder + (isTransposed ? 7 : 11)}`, where)[0],
    filters,
    norm: normOf(weights, 'model'),
    dropout: isZero ? second === 4 : second === 6,
    padding: isZero ? 'zero' : hints.padding,
    upsampling: isTransposed ? 'transposed-convolution' : 'resize-convolution',
  };
}

function countBlocks(weights: Weights): number {
  const found = new Set<string>();
  for (const name of weights.keys()) {
    const index = /^model\.(\d+)\.conv_block\./.exec(name)?.[1];
    if (index !== undefined) found.add(index);
  }
  return found.size;
}

/** Positions of the two convolutions in the first residual block; they tell padding and dropout apart. */
function blockConvolutions(weights: Weights): readonly number[] {
  return [0, 1, 2, 3, 4, 5, 6].filter(
    (i) => convolutionShape(weights, `model.${FIRST_BLOCK}.conv_block.${i}`)?.length === 4,
  );
}

/**
 * Norm at position 2 after the convolution at position 1: batch norm has weights of its own, and a convolution has a
 * bias only before instance norm.
 */
function normOf(weights: Weights, prefix: string): NormKind {
  if (weights.has(`${prefix}.1.parametrizations.weight.original`)) return 'spectral';
  if (weights.has(`${prefix}.2.weight`)) return 'batch';
  return weights.has(`${prefix}.1.bias`) ? 'instance' : 'none';
}

function convolutionShape(weights: Weights, path: string): readonly number[] | undefined {
  const weight = weights.get(`${path}.weight`) ?? weights.get(`${path}.parametrizations.weight.original`);
  return weight?.shape;
}

/** The first two sizes of a convolution's weight: (out, in), or (in, out) when it is transposed. */
function shapeOf(weights: Weights, path: string, where: string): readonly [number, number] {
  const [first, second, ...kernel] = convolutionShape(weights, path) ?? [];
  if (first === undefined || second === undefined || kernel.length !== 2)
    throw invalidModel(where, `the convolution ${path} is missing or has no four dimensions`);
  return [first, second];
}

/** Statements of the options about a generator; undefined if they say nothing. */
export interface ExpectedArchitecture {
  readonly name: string | undefined;
  readonly norm: NormKind | undefined;
  readonly dropout: boolean | undefined;
  readonly padding: PadMode | undefined;
  readonly upsampling: GeneratorArchitecture['upsampling'] | undefined;
}

/** @throws EngineError `model-invalid` when the options describe another network than the weights are of */
export function compareArchitecture(
  found: GeneratorArchitecture,
  expected: ExpectedArchitecture,
  where: string,
): void {
  const isResnet = found.name.startsWith('resnet');
  const fields: readonly (keyof ExpectedArchitecture)[] =
    found.name === 'unet_512_attention' ? ['name'] : isResnet ? RESNET_FIELDS : ['name', 'norm'];
  for (const field of fields) {
    const said = expected[field];
    if (said === undefined || said === found[field]) continue;
    // Spectral norm leaves a U-Net without any normalisation.
    if (field === 'norm' && !isResnet && said === 'spectral' && found.norm === 'none') continue;
    throw invalidModel(
      where,
      `the weights are those of a network with ${field} ${String(found[field])}, ` +
        `the training options say ${String(said)}; do the files belong together?`,
    );
  }
}

const RESNET_FIELDS: readonly (keyof ExpectedArchitecture)[] = [
  'name',
  'norm',
  'dropout',
  'padding',
  'upsampling',
];
