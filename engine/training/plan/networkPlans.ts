// The networks that kinds of models are made of, from the options of a run (docs/reference.md 1, 3.2, 4): translations, and
// segmentations as a sum of maps or one for each modality.

import { DEEPLIIF_WEIGHTS } from '../../deepliif/plan.js';
import type { DiscriminatorArchitecture, GeneratorArchitecture } from '../../networks/architecture.js';
import { EngineError } from '../../protocol/errors.js';
import type { ModelOptions } from './modelKind.js';
import {
  INPUT,
  mapImage,
  SEGMENTATION,
  type NetworkPairPlan,
  type SegmentationPlan,
  type TranslationPlan,
} from './modelPlan.js';
import { evenWeights } from './objective.js';
import { oneEach, shares } from './shares.js';

/** Generators of the modalities from all inputs, and discriminators that see each beside the inputs. */
export function translationsOf(options: ModelOptions, modalities: readonly string[]): TranslationPlan[] {
  const inputChannels = channelsOf([INPUT], options);
  return pairsOf(options, modalities, inputChannels + 3).map((pair, i) => ({
    modality: modalities[i]!,
    ...pair,
  }));
}

/** Generators there and back again, and discriminators that see each image by itself (CycleGAN). */
export function cyclesOf(options: ModelOptions, modalities: readonly string[]): TranslationPlan[] {
  if (options.inputNames.length > 1)
    throw new EngineError('usage', 'CycleGAN goes back from each modality to one input: --input-names ihc.');
  return pairsOf(options, modalities, 3).map((pair, i) => ({
    modality: modalities[i]!,
    ...pair,
    back: pair,
  }));
}

function pairsOf(
  options: ModelOptions,
  modalities: readonly string[],
  discriminatorChannels: number,
): NetworkPairPlan[] {
  const { padding } = options;
  const names = oneEach('--net-g', options.netG, modalities.length);
  const upsampling = options.upsample === 'resize_conv' ? 'resize-convolution' : 'transposed-convolution';
  const inChannels = channelsOf([INPUT], options);
  return modalities.map((_, i) => ({
    generator: { ...generatorOf(options, names[i]!, inChannels), padding, upsampling },
    discriminator: discriminatorOf(options, options.netD, discriminatorChannels),
  }));
}

/** A segmentation without its networks. */
type Part = Omit<SegmentationPlan, 'generator' | 'discriminator'>;

/** One segmentation: the weighted sum of maps from the input and from each modality (paper, fig. 1). */
export function summedSegmentation(
  options: ModelOptions,
  modalities: readonly string[],
): readonly SegmentationPlan[] {
  // The reference takes the discriminators of modalities for these maps, too.
  return withNetworks(options, options.segGen ? partsOfSum(options, modalities) : [], options.netD);
}

function partsOfSum(options: ModelOptions, modalities: readonly string[]): readonly Part[] {
  // Many-to-one (paper, ablation): one generator reads all modalities together.
  if (options.manyToOne) return [manyToOne(modalities)];
  const sources = [INPUT, ...modalities];
  const weights =
    shares('--seg-weights', options.segWeights, sources.length) ?? defaultShares(options, modalities);
  // A map without a share would be learned from nothing.
  return sources
    .map((name, i) => ({ name, from: [name], output: SEGMENTATION, weight: weights[i]! }))
    .filter(({ weight }) => weight > 0);
}

/** A segmentation of each modality, from the input, the first modality and its own (DeepLIIFExt). */
export function segmentationOfEach(
  options: ModelOptions,
  modalities: readonly string[],
): readonly SegmentationPlan[] {
  if (options.leaveOut.length > 0)
    throw new EngineError(
      'usage',
      'DeepLIIFExt has a segmentation of every modality; nothing can be left out.',
    );
  const parts = modalities.map((name) => {
    const from = [INPUT, modalities[0]!, name];
    return { name, from, output: mapImage({ name }), weight: 1 };
  });
  return withNetworks(options, options.segGen ? parts : [], options.netDs);
}

/** No segmentation; several names of networks for it are refused. */
export function noSegmentation(options: ModelOptions): readonly SegmentationPlan[] {
  return withNetworks(options, [], options.netD);
}

function withNetworks(
  options: ModelOptions,
  parts: readonly Part[],
  discriminator: ModelOptions['netD'],
): SegmentationPlan[] {
  const names = oneEach('--net-gs', options.netGs, parts.length);
  return parts.map((part, i) => {
    const channels = channelsOf(part.from, options);
    return {
      ...part,
      generator: generatorOf(options, names[i]!, channels),
      discriminator: discriminatorOf(options, discriminator, channels + 3),
    };
  });
}

function manyToOne(modalities: readonly string[]): Part {
  if (modalities.length === 0)
    throw new EngineError('usage', '--many-to-one needs modalities to segment: --modalities-names.');
  return { name: 'all', from: modalities, output: SEGMENTATION, weight: 1 };
}

/** The reference's shares, scaled up where some of four modalities are left out; equal ones for other numbers. */
function defaultShares({ modalitiesNames }: ModelOptions, learned: readonly string[]): readonly number[] {
  if (modalitiesNames.length !== 4) return evenWeights(learned.length, true);
  const kept = DEEPLIIF_WEIGHTS.filter((_, i) => i === 0 || learned.includes(modalitiesNames[i - 1]!));
  if (kept.length === DEEPLIIF_WEIGHTS.length) return kept;
  const sum = kept.reduce((total, weight) => total + weight, 0);
  return kept.map((weight) => weight / sum);
}

/** Channels of images side by side. */
function channelsOf(images: readonly string[], { inputNames }: ModelOptions): number {
  return images.reduce((sum, name) => sum + (name === INPUT ? 3 * inputNames.length : 3), 0);
}

/** The reference hands neither padding nor upsampling on to generators of segmentations. */
function generatorOf(
  { ngf, norm, dropout }: ModelOptions,
  name: GeneratorArchitecture['name'],
  inChannels: number,
): GeneratorArchitecture {
  return {
    name,
    inChannels,
    outChannels: 3,
    filters: ngf,
    norm,
    dropout,
    padding: 'reflect',
    upsampling: 'transposed-convolution',
  };
}

function discriminatorOf(
  { nLayersD, ndf, norm }: ModelOptions,
  kind: ModelOptions['netD'],
  inChannels: number,
): DiscriminatorArchitecture {
  const name = kind === 'pixel' ? 'pixelgan' : 'patchgan';
  return { name, inChannels, filters: ndf, norm, layers: kind === 'basic' ? 3 : nLayersD };
}
