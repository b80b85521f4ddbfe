// Which networks the options of a run ask for, by kind of model (reference sheet 1, 3.2, 4).

import { DEEPLIIF_WEIGHTS } from '../../deepliif/plan.js';
import { EngineError } from '../../protocol/errors.js';
import type { DiscriminatorArchitecture, GeneratorArchitecture } from '../../networks/architecture.js';
import {
  INPUT,
  mapImage,
  outputsOf,
  SEGMENTATION,
  type SegmentationPlan,
  type TrainedModelPlan,
  type TranslationPlan,
} from './modelPlan.js';
import { evenWeights } from './objective.js';
import { oneEach, shares } from './shares.js';
import type { TrainOptions } from './trainOptions.js';

/** @throws EngineError `usage` where options contradict each other */
export function networkPlan(options: TrainOptions): TrainedModelPlan {
  const { model: kind, inputNames: inputs, modalitiesNames } = options;
  requireNames(inputs, modalitiesNames);
  const modalities = learnedModalities(options);
  const plan = {
    kind,
    inputs,
    translations: translationsOf(options, modalities),
    segmentations: segmentationsOf(options, modalities),
  };
  const outputs = outputsOf({ ...plan, panels: [] });
  const panels = [...inputs, ...modalitiesNames, ...outputs];
  if (modalities.length + outputs.length === 0)
    throw new EngineError(
      'usage',
      'A model needs a modality or a segmentation to learn: --modalities-names.',
    );
  return { ...plan, panels };
}

/** Names of images that are made of other names. */
const TAKEN = /^((input|segmentation|total)(-|$)|seg-|d-)/;

function requireNames(inputs: readonly string[], modalities: readonly string[]): void {
  const names = [...inputs, ...modalities];
  if (inputs.length === 0) throw new EngineError('usage', 'A model needs an input: --input-names ihc.');
  if (modalities.some((name) => TAKEN.test(name)) || new Set(names).size < names.length)
    throw new EngineError(
      'usage',
      `The images ${names.join(', ')} need different names, and modalities none that begins with input, segmentation, ` +
        'seg-, d- or total.',
    );
}

/** Leave-one-modality-out (paper, ablation): its tile stays in the data and nothing learns it. */
function learnedModalities({ modalitiesNames, leaveOut, model }: TrainOptions): readonly string[] {
  const unknown = leaveOut.find((name) => !modalitiesNames.includes(name));
  if (unknown !== undefined)
    throw new EngineError(
      'usage',
      `--leave-out ${unknown}: the modalities are ${modalitiesNames.join(', ')}.`,
    );
  if (leaveOut.length > 0 && model === 'DeepLIIFExt')
    throw new EngineError(
      'usage',
      'DeepLIIFExt has a segmentation of every modality; nothing can be left out.',
    );
  return modalitiesNames.filter((name) => !leaveOut.includes(name));
}

function translationsOf(options: TrainOptions, modalities: readonly string[]): TranslationPlan[] {
  const { padding, inputNames } = options;
  const names = oneEach('--net-g', options.netG, modalities.length);
  const upsampling = options.upsample === 'resize_conv' ? 'resize-convolution' : 'transposed-convolution';
  const inputChannels = 3 * inputNames.length;
  const unpaired = options.model === 'CycleGAN';
  if (unpaired && inputNames.length > 1)
    throw new EngineError('usage', 'CycleGAN goes back from each modality to one input: --input-names ihc.');
  return modalities.map((modality, i) => {
    const generator = { ...generatorOf(options, names[i]!, inputChannels), padding, upsampling } as const;
    // CycleGAN's discriminators see an image by itself, the others beside the input.
    const discriminator = discriminatorOf(options, options.netD, unpaired ? 3 : inputChannels + 3);
    const pair = { generator, discriminator };
    return unpaired ? { modality, ...pair, back: pair } : { modality, ...pair };
  });
}

function segmentationsOf(options: TrainOptions, modalities: readonly string[]): SegmentationPlan[] {
  const { model, segGen, inputNames } = options;
  const parts = segGen ? partsOf(options, modalities) : [];
  const names = oneEach('--net-gs', options.netGs, parts.length);
  // The reference takes the discriminators of modalities for DeepLIIF's maps, too.
  const netD = model === 'DeepLIIFExt' ? options.netDs : options.netD;
  return parts.map((part, i) => {
    const channels = part.from.reduce((sum, name) => sum + (name === INPUT ? 3 * inputNames.length : 3), 0);
    return {
      ...part,
      generator: generatorOf(options, names[i]!, channels),
      discriminator: discriminatorOf(options, netD, channels + 3),
    };
  });
}

type Part = Omit<SegmentationPlan, 'generator' | 'discriminator'>;

function partsOf(options: TrainOptions, modalities: readonly string[]): Part[] {
  switch (options.model) {
    case 'SDG':
    case 'CycleGAN':
      return [];
    case 'DeepLIIFExt':
      return modalities.map((name) => {
        const from = [INPUT, modalities[0]!, name];
        return { name, from, output: mapImage({ name } as SegmentationPlan), weight: 1 };
      });
    case 'DeepLIIF':
    case 'DeepLIIFKD': {
      // Many-to-one (paper, ablation): one generator sees all modalities together.
      if (options.manyToOne) return [manyToOne(modalities)];
      const sources = [INPUT, ...modalities];
      const weights =
        shares('--seg-weights', options.segWeights, sources.length) ?? defaultShares(options, modalities);
      return sources.map((name, i) => ({ name, from: [name], output: SEGMENTATION, weight: weights[i]! }));
    }
  }
}

function manyToOne(modalities: readonly string[]): Part {
  if (modalities.length === 0)
    throw new EngineError('usage', '--many-to-one needs modalities to segment: --modalities-names.');
  return { name: 'all', from: modalities, output: SEGMENTATION, weight: 1 };
}

/** The reference's, without what is left out of four modalities; equal ones for any other number. */
function defaultShares({ modalitiesNames }: TrainOptions, learned: readonly string[]): readonly number[] {
  if (modalitiesNames.length !== 4) return evenWeights(learned.length, true);
  const kept = DEEPLIIF_WEIGHTS.filter((_, i) => i === 0 || learned.includes(modalitiesNames[i - 1]!));
  if (kept.length === DEEPLIIF_WEIGHTS.length) return kept;
  const sum = kept.reduce((total, weight) => total + weight, 0);
  return kept.map((weight) => weight / sum);
}

/** The reference hands neither padding nor upsampling on to generators of segmentations. */
function generatorOf(
  { ngf, norm, dropout }: TrainOptions,
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
  { nLayersD, ndf, norm }: TrainOptions,
  kind: TrainOptions['netD'],
  inChannels: number,
): DiscriminatorArchitecture {
  const name = kind === 'pixel' ? 'pixelgan' : 'patchgan';
  return { name, inChannels, filters: ndf, norm, layers: kind === 'basic' ? 3 : nLayersD };
}
