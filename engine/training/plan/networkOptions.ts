// The options of a training run that say which networks there are and what they start from; part of the table in
// trainOptions.ts.

import { INIT_TYPES } from '../model/initialise.js';
import { MODEL_KINDS } from './modelPlan.js';
import type { OptionTable } from '../../options/optionKinds.js';

/** A list of names of images. */
export const IMAGE_NAMES = {
  kind: 'words',
  pattern: /^[a-z0-9-]{1,100}$/,
  expected: 'names of lower-case letters, digits and hyphens',
} as const;

const GENERATORS = {
  kind: 'words',
  pattern: /^(resnet_\d{1,2}blocks|unet_(32|64|128|256|512)|unet_512_attention)$/,
  expected: 'resnet_<N>blocks, unet_32, unet_64 … unet_512 or unet_512_attention',
} as const;

const DISCRIMINATORS = {
  kind: 'choice',
  choices: ['n_layers', 'basic', 'pixel'],
  default: 'n_layers',
} as const;

export const NETWORK_OPTIONS = {
  model: {
    kind: 'choice',
    choices: MODEL_KINDS,
    default: 'DeepLIIF',
    group: 'networks',
    description:
      'modalities and a segmentation; a segmentation of each modality (DeepLIIFExt); modalities of several inputs (SDG); ' +
      'from images that are not registered (CycleGAN); learning from a teacher, too (DeepLIIFKD)',
  },
  netG: {
    ...GENERATORS,
    default: ['resnet_9blocks'],
    group: 'networks',
    description: 'generators of modalities: one name for all, or one each',
  },
  netGs: {
    ...GENERATORS,
    default: ['unet_512'],
    group: 'networks',
    description: 'generators of the segmentation: one name for all, or one each, that of the input first',
  },
  netD: {
    ...DISCRIMINATORS,
    group: 'networks',
    description: 'discriminators: PatchGANs of --n-layers-d layers, of 3 layers, or of single pixels',
  },
  netDs: {
    ...DISCRIMINATORS,
    group: 'networks',
    description: 'discriminators of the segmentations of DeepLIIFExt',
  },
  nLayersD: {
    kind: 'whole',
    least: 1,
    most: 8,
    default: 4,
    group: 'networks',
    description: 'strided layers of discriminators; the reference takes 4 whatever is said',
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
    description: 'segment with one generator that sees all modalities together, instead of one for each',
  },
  leaveOut: {
    ...IMAGE_NAMES,
    default: [],
    group: 'networks',
    description: 'modalities that are in the data and are not learned',
  },
  freeze: {
    ...IMAGE_NAMES,
    default: [],
    group: 'networks',
    description: 'networks that stay as they are: modalities, segmentation, discriminators',
  },
  initFrom: {
    kind: 'path',
    group: 'networks',
    description: 'a model folder or a run from whose weights to start',
  },
  modelDirTeacher: {
    kind: 'path',
    group: 'networks',
    description: 'the model folder from which DeepLIIFKD learns',
  },
  segWeights: {
    kind: 'numbers',
    least: 0,
    most: 1,
    absent: '0.25,0.15,0.25,0.1,0.25 of four modalities, else equal shares',
    group: 'networks',
    description:
      'shares of the maps from the input and from each modality in the segmentation; their sum is 1',
  },
  ngf: {
    kind: 'whole',
    least: 1,
    most: 1024,
    default: 64,
    group: 'networks',
    description: 'filters of generators',
  },
  ndf: {
    kind: 'whole',
    least: 1,
    most: 1024,
    default: 64,
    group: 'networks',
    description: 'filters of discriminators',
  },
  norm: {
    kind: 'choice',
    choices: ['batch', 'instance', 'none', 'spectral'],
    default: 'batch',
    group: 'networks',
    description: 'normalisation of layers',
  },
  padding: {
    kind: 'choice',
    choices: ['zero', 'reflect', 'replicate'],
    default: 'zero',
    group: 'networks',
    description: 'of ResNets of modalities',
  },
  upsample: {
    kind: 'choice',
    choices: ['convtranspose', 'resize_conv'],
    default: 'convtranspose',
    group: 'networks',
    description: 'how ResNets of modalities enlarge; pixel_shuffle never worked in the reference',
  },
  dropout: { kind: 'flag', default: true, group: 'networks', description: 'train with dropout' },
  initType: {
    kind: 'choice',
    choices: INIT_TYPES,
    default: 'normal',
    group: 'networks',
    description: 'distribution of the initial weights',
  },
  initGain: {
    kind: 'number',
    least: 0,
    above: true,
    most: 1e6,
    default: 0.02,
    group: 'networks',
    description: 'deviation of the initial weights, or a factor of it (xavier, orthogonal)',
  },
} as const satisfies OptionTable;
