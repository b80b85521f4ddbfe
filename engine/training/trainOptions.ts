// The options of a training run, one entry each: of them come the flags of `deepliif train`, the check of
// *.deepliif-train.json, its schema, and the type TrainOptions. Keys are the reference's flags (reference sheet 9.1).

import { DATA_OPTIONS } from '../dataset/dataOptions.js';
import { INIT_TYPES } from './initialise.js';
import { MODEL_KINDS } from './modelPlan.js';
import { OPTIMISERS } from './optimiser.js';
import { optionValues } from './optionValues.js';
import type { OptionTable, OptionValues } from './optionKinds.js';

const MOST_EPOCHS = 1_000_000;
const GAN_MODES = ['vanilla', 'lsgan', 'wgangp'] as const;
const IMAGE_NAMES = {
  kind: 'words',
  pattern: /^[a-z0-9-]{1,100}$/,
  expected: 'names of lower-case letters, digits and hyphens',
} as const;
const DISCRIMINATORS = {
  kind: 'choice',
  choices: ['n_layers', 'basic', 'pixel'],
  default: 'n_layers',
} as const;
const GENERATORS = {
  kind: 'words',
  pattern: /^(resnet_\d{1,2}blocks|unet_(32|64|128|256|512)|unet_512_attention)$/,
  expected: 'resnet_<N>blocks, unet_32, unet_64 … unet_512 or unet_512_attention',
} as const;

export const TRAIN_OPTIONS = {
  data: { kind: 'path', group: 'run', description: 'folder with a folder "train" in it' },
  out: { kind: 'path', group: 'run', description: 'folder for the run folder' },
  name: {
    kind: 'word',
    pattern: /^[A-Za-z0-9_][A-Za-z0-9_.-]{0,99}$/,
    expected: 'a name for a folder of letters, digits, dots and hyphens',
    default: 'deepliif',
    group: 'run',
    description: 'of the run',
  },
  backend: {
    kind: 'choice',
    choices: ['tensorflow', 'webgpu', 'wasm', 'cpu'],
    absent: 'native TensorFlow where it works, else wasm',
    group: 'run',
    description: 'what computes',
  },
  seed: {
    kind: 'whole',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    default: 0,
    group: 'run',
    description: 'of everything that is random',
  },
  keepLast: {
    kind: 'whole',
    least: 1,
    most: 1_000_000,
    default: 2,
    group: 'run',
    description: 'how many of the last checkpoints are kept',
  },
  saveEverySteps: {
    kind: 'whole',
    least: 0,
    most: Number.MAX_SAFE_INTEGER,
    default: 0,
    group: 'run',
    description: 'a checkpoint after so many steps, beside those at the end of epochs; 0: none',
  },
  bestMetric: {
    kind: 'word',
    pattern: /^[a-z0-9-]{1,60}(\/[a-z0-9-]{1,60}){1,4}$/,
    expected: 'the name of a metric such as val/segmentation/dice',
    default: 'val/segmentation/dice',
    group: 'run',
    description: 'the metric by which the best checkpoint is chosen and kept',
  },

  inputNames: {
    ...IMAGE_NAMES,
    default: ['ihc'],
    group: 'data',
    description: 'names of the input images, in the order of the tiles, which begin with them',
  },
  modalitiesNames: {
    ...IMAGE_NAMES,
    default: ['hematoxylin', 'dapi', 'lap2', 'marker'],
    group: 'data',
    description: 'names of the modalities, in the order of the tiles',
  },
  ...DATA_OPTIONS,
  flip: { kind: 'flag', default: true, group: 'data', description: 'turn half of the samples over' },
  serialBatches: {
    kind: 'flag',
    default: false,
    group: 'data',
    description: 'take samples in the order of their names',
  },
  batchSize: {
    kind: 'whole',
    least: 1,
    most: 1024,
    default: 1,
    group: 'data',
    description: 'samples in a step',
  },

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

  preset: {
    kind: 'choice',
    choices: ['reference', 'paper'],
    default: 'reference',
    group: 'objective',
    description: 'the objective: what the code of the reference does, or the equations of the paper',
  },
  ganMode: {
    kind: 'choice',
    choices: GAN_MODES,
    default: 'vanilla',
    group: 'objective',
    description:
      'adversarial loss of modalities; wgangp is the bare critic without a penalty, as in the reference',
  },
  ganModeS: {
    kind: 'choice',
    choices: GAN_MODES,
    default: 'lsgan',
    group: 'objective',
    description: 'adversarial loss of the segmentation',
  },
  labelSmoothing: {
    kind: 'number',
    least: 0,
    most: 1,
    default: 0,
    group: 'objective',
    description: 'truth is labelled 1 less this; the reference does so in CycleGAN only',
  },
  lambdaL1: {
    kind: 'number',
    least: 0,
    most: 1e6,
    default: 100,
    group: 'objective',
    description: 'factor of the L1 distance; the reference takes 100 whatever is said',
  },
  lambdaFeat: {
    kind: 'number',
    least: 0,
    most: 1e6,
    absent: '100, in the paper none',
    group: 'objective',
    description: 'factor of the perceptual distance; the reference takes 100 whatever is said',
  },
  poolSize: {
    kind: 'whole',
    least: 0,
    most: 1000,
    default: 50,
    group: 'objective',
    description:
      'generated images that CycleGAN keeps for its discriminators, of each kind; checkpoints hold them',
  },
  lossWeightsG: {
    kind: 'numbers',
    least: 0,
    most: 1,
    absent: 'equal shares, in the paper 1 each',
    group: 'objective',
    description: 'of the generators: one for each modality, then one for the segmentation; their sum is 1',
  },
  lossWeightsD: {
    kind: 'numbers',
    least: 0,
    most: 1,
    absent: 'equal shares, in the paper 1 each',
    group: 'objective',
    description: 'the same of the discriminators',
  },

  optimizer: {
    kind: 'choice',
    choices: OPTIMISERS,
    default: 'adam',
    group: 'optimisation',
    description: 'with PyTorch’s defaults where there is no option',
  },
  nEpochs: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 100,
    group: 'optimisation',
    description: 'epochs with the full learning rate; half a period (cosine)',
  },
  nEpochsDecay: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 100,
    group: 'optimisation',
    description: 'epochs in which it falls (linear)',
  },
  epochCount: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 0,
    group: 'optimisation',
    description: 'number of the first epoch, for a run that takes another up',
  },
  lrPolicy: {
    kind: 'choice',
    choices: ['linear', 'step', 'plateau', 'cosine'],
    default: 'linear',
    group: 'optimisation',
    description: 'how the learning rates change from epoch to epoch',
  },
  lrDecayIters: {
    kind: 'whole',
    least: 1,
    most: MOST_EPOCHS,
    default: 50,
    group: 'optimisation',
    description: 'epochs after which they become a tenth (step)',
  },
  lrG: {
    kind: 'number',
    least: 0,
    above: true,
    most: 1e6,
    default: 0.0002,
    group: 'optimisation',
    description: 'learning rate of generators',
  },
  lrD: {
    kind: 'number',
    least: 0,
    above: true,
    most: 1e6,
    default: 0.0002,
    group: 'optimisation',
    description: 'learning rate of discriminators',
  },
  beta1: {
    kind: 'number',
    least: 0,
    most: 1,
    default: 0.5,
    group: 'optimisation',
    description: 'of Adam and AdamW',
  },
} as const satisfies OptionTable;

export type TrainOptions = OptionValues<typeof TRAIN_OPTIONS>;

/**
 * Options of a training run from outside.
 * @param where names them in messages
 * @param folder from which relative paths are meant
 * @throws EngineError `usage`
 */
export function trainOptions(
  given: Readonly<Record<string, unknown>>,
  where: string,
  folder: string,
): TrainOptions {
  return optionValues(TRAIN_OPTIONS, given, where, folder);
}
