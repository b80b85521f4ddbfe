// Builds the network of an architecture that a manifest names. Manifests come from outside, so every value is checked
// before anything is built.

import { EngineError } from '../protocol/errors.js';
import {
  GENERATOR_NAMES,
  GENERATOR_WORDS,
  type Architecture,
  type DiscriminatorArchitecture,
  type GeneratorArchitecture,
  type GeneratorFamily,
} from './architecture.js';
import { attentionUnet } from './attentionUnet.js';
import { convolutionalUnet } from './convolutionalUnet.js';
import type { Network } from './layers.js';
import { patchGan, pixelGan } from './patchGan.js';
import { resnet } from './resnet.js';
import { unet } from './unet.js';

const MOST_BLOCKS = 64;
const MOST_FILTERS = 1024;
const MOST_CHANNELS = 256;
const MOST_LAYERS = 8;

/** Builders by family; `number` is the one in the name. */
const GENERATORS: Readonly<
  Record<GeneratorFamily, (architecture: GeneratorArchitecture, number: number) => Network>
> = {
  resnet: buildResnet,
  unet: (architecture, size) => {
    requireGenerator(architecture);
    return unet({ ...architecture, downs: Math.log2(size) });
  },
  attentionUnet: (architecture) => {
    requireChannels(architecture);
    return attentionUnet(architecture);
  },
  convolutionalUnet: (architecture, levels) => {
    requireGenerator(architecture);
    return convolutionalUnet({ ...architecture, levels });
  },
};

/**
 * Builds the network of an architecture, without weights.
 *
 * @throws EngineError `model-invalid`, naming the value and what was expected, for anything that cannot be built
 */
export function buildNetwork(architecture: Architecture): Network {
  if (isDiscriminator(architecture)) return buildDiscriminator(architecture);
  const { name } = architecture;
  for (const [family, { pattern }] of Object.entries(GENERATOR_NAMES)) {
    const found = new RegExp(`^${pattern}$`).exec(name);
    // The keys are those of the table.
    if (found) return GENERATORS[family as GeneratorFamily](architecture, Number(found[1]));
  }
  throw invalid('name', name, `${GENERATOR_WORDS}, patchgan, pixelgan`);
}

function isDiscriminator(architecture: Architecture): architecture is DiscriminatorArchitecture {
  return architecture.name === 'patchgan' || architecture.name === 'pixelgan';
}

function buildResnet(architecture: GeneratorArchitecture, blocks: number): Network {
  requireGenerator(architecture);
  requireWhole('number of blocks', blocks, 0, MOST_BLOCKS);
  requireOneOf('padding', architecture.padding, ['zero', 'reflect', 'replicate']);
  requireOneOf('upsampling', architecture.upsampling, ['transposed-convolution', 'resize-convolution']);
  return resnet({ ...architecture, blocks });
}

function buildDiscriminator(architecture: DiscriminatorArchitecture): Network {
  requireWhole('inChannels', architecture.inChannels, 1, MOST_CHANNELS);
  requireWhole('filters', architecture.filters, 1, MOST_FILTERS);
  requireNorm(architecture);
  if (architecture.name === 'pixelgan') return pixelGan(architecture);
  requireWhole('layers', architecture.layers, 1, MOST_LAYERS);
  return patchGan(architecture);
}

function requireGenerator(architecture: GeneratorArchitecture): void {
  requireChannels(architecture);
  requireWhole('filters', architecture.filters, 1, MOST_FILTERS);
  requireNorm(architecture);
  requireOneOf('dropout', architecture.dropout, [true, false]);
}

function requireChannels({ inChannels, outChannels }: GeneratorArchitecture): void {
  requireWhole('inChannels', inChannels, 1, MOST_CHANNELS);
  requireWhole('outChannels', outChannels, 1, MOST_CHANNELS);
}

function requireNorm({ norm }: Architecture): void {
  requireOneOf('norm', norm, ['batch', 'instance', 'none', 'spectral']);
}

function requireWhole(what: string, value: number, least: number, most: number): void {
  if (!Number.isInteger(value) || value < least || value > most)
    throw invalid(what, value, `a whole number from ${least} to ${most}`);
}

function requireOneOf<T>(what: string, value: T, allowed: readonly T[]): void {
  if (!allowed.includes(value)) throw invalid(what, value, allowed.join(', '));
}

function invalid(what: string, value: unknown, expected: string): EngineError {
  return new EngineError(
    'model-invalid',
    `The model's architecture has ${what} ${JSON.stringify(value)}; expected ${expected}. ` +
      'Correct the manifest, or import the model again.',
  );
}
