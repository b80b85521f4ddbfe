// The options of a training run that say which images there are, which networks make them, and what the networks start
// from; part of the table in trainOptions.ts. `keptIn` names the part of the plan that holds an option as it is.

import { GENERATOR_PATTERN, GENERATOR_WORDS } from '../../networks/architecture.js';
import type { OptionTable } from '../../options/optionKinds.js';

/** A list of names of images. */
const IMAGE_NAMES = {
  kind: 'words',
  pattern: /^[a-z0-9-]{1,100}$/,
  expected: 'names of lower-case letters, digits and hyphens',
} as const;

const GENERATORS = {
  kind: 'words',
  pattern: new RegExp(GENERATOR_PATTERN),
  expected: GENERATOR_WORDS,
} as const;

const DISCRIMINATORS = {
  kind: 'choice',
  choices: ['n_layers', 'basic', 'pixel'],
  default: 'n_layers',
} as const;

export const IMAGE_OPTIONS = {
  inputNames: {
    ...IMAGE_NAMES,
    default: ['ihc'],
    group: 'data',
    description: 'names of the input images, which are the first tiles of a row, in their order',
  },
  modalitiesNames: {
    ...IMAGE_NAMES,
    default: ['hematoxylin', 'dapi', 'lap2', 'marker'],
    group: 'data',
    description: 'names of the modalities, in the order of the tiles',
  },
} as const satisfies OptionTable;

export const NETWORK_OPTIONS = {
  netG: {
    ...GENERATORS,
    default: ['resnet_9blocks'],
    group: 'networks',
    description: 'generators of the modalities: one name for all, or one for each',
  },
  netGs: {
    ...GENERATORS,
    default: ['unet_512'],
    group: 'networks',
    description:
      'generators of the segmentation: one name for all, or one for each map, that of the input first',
  },
  netD: {
    ...DISCRIMINATORS,
    group: 'networks',
    description:
      'discriminators: PatchGAN of --n-layers-d layers (n_layers), PatchGAN of 3 layers (basic), or single pixels (pixel)',
  },
  netDs: {
    ...DISCRIMINATORS,
    group: 'networks',
    description: 'discriminators of the segmentations of DeepLIIFExt, by the same names',
  },
  nLayersD: {
    kind: 'whole',
    least: 1,
    most: 8,
    default: 4,
    group: 'networks',
    description: 'number of strided layers of discriminators (n_layers); the reference always takes 4',
  },
  segGen: {
    kind: 'flag',
    default: true,
    group: 'networks',
    description: 'learn a segmentation, which is the last tile of a row',
  },
  manyToOne: {
    kind: 'flag',
    default: false,
    group: 'networks',
    description: 'segment with one generator that reads all modalities together, instead of one for each',
  },
  leaveOut: {
    ...IMAGE_NAMES,
    default: [],
    group: 'networks',
    description: 'modalities that are in the data but are not learned',
  },
  freeze: {
    ...IMAGE_NAMES,
    default: [],
    group: 'networks',
    description: 'networks whose weights stay as they are: modalities, segmentation, discriminators',
  },
  initFrom: {
    kind: 'path',
    absent: 'random weights',
    group: 'networks',
    description: 'model folder or run whose weights are the initial weights',
  },
  modelDirTeacher: {
    kind: 'path',
    group: 'networks',
    description: 'model folder of the teacher from which DeepLIIFKD learns',
  },
  segWeights: {
    kind: 'numbers',
    least: 0,
    most: 1,
    absent: '0.25,0.15,0.25,0.1,0.25 for four modalities, else equal shares',
    group: 'networks',
    description:
      'shares of the maps in the segmentation: of the map from the input, then of those from each modality; their sum is 1',
  },
  ngf: {
    kind: 'whole',
    least: 1,
    most: 1024,
    default: 64,
    group: 'networks',
    description: 'number of filters of a generator’s first layer',
  },
  ndf: {
    kind: 'whole',
    least: 1,
    most: 1024,
    default: 64,
    group: 'networks',
    description: 'number of filters of a discriminator’s first layer',
  },
  norm: {
    kind: 'choice',
    choices: ['batch', 'instance', 'none', 'spectral'],
    default: 'batch',
    group: 'networks',
    description: 'normalisation: batch norm, instance norm, none, or spectral norm of the weights',
  },
  padding: {
    kind: 'choice',
    choices: ['zero', 'reflect', 'replicate'],
    default: 'zero',
    group: 'networks',
    description: 'padding of the convolutions in ResNets of modalities',
  },
  upsample: {
    kind: 'choice',
    choices: ['convtranspose', 'resize_conv'],
    default: 'convtranspose',
    group: 'networks',
    description:
      'upsampling in ResNets of modalities: transposed convolution (convtranspose), or resizing and a convolution ' +
      '(resize_conv); pixel_shuffle never worked in the reference',
  },
  dropout: {
    kind: 'flag',
    default: true,
    group: 'networks',
    keptIn: 'step',
    description: 'train with dropout',
  },
  initType: {
    kind: 'choice',
    choices: ['normal', 'xavier', 'kaiming', 'orthogonal'],
    default: 'normal',
    group: 'networks',
    keptIn: 'initialisation',
    keptAs: 'type',
    description: 'distribution of the random initial weights',
  },
  initGain: {
    kind: 'number',
    least: 0,
    above: true,
    most: 1e6,
    default: 0.02,
    group: 'networks',
    keptIn: 'initialisation',
    keptAs: 'gain',
    description:
      'standard deviation of the random initial weights (normal), or a factor of it (xavier, orthogonal)',
  },
} as const satisfies OptionTable;
