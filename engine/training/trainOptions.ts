// The options of a training run, one entry each: of them come the flags of `deepliif train`, the check of
// *.deepliif-train.json, its schema, and the type TrainOptions. Keys are the reference's flags (reference sheet 9.1).

import { DATA_OPTIONS } from '../dataset/dataOptions.js';
import { optionValues } from './optionValues.js';
import type { OptionTable, OptionValues } from './optionKinds.js';

const MOST_EPOCHS = 1_000_000;

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

  modalitiesNames: {
    kind: 'words',
    pattern: /^[a-z0-9-]{1,100}$/,
    expected: 'names of lower-case letters, digits and hyphens',
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

  netG: {
    kind: 'word',
    pattern: /^(resnet_\d{1,2}blocks|unet_(32|64|128|256|512)|unet_512_attention)$/,
    expected: 'resnet_<N>blocks, unet_32, unet_64 … unet_512 or unet_512_attention',
    default: 'resnet_9blocks',
    group: 'networks',
    description: 'generators of modalities',
  },
  netGs: {
    kind: 'word',
    pattern: /^(resnet_\d{1,2}blocks|unet_(32|64|128|256|512)|unet_512_attention)$/,
    expected: 'resnet_<N>blocks, unet_32, unet_64 … unet_512 or unet_512_attention',
    default: 'unet_512',
    group: 'networks',
    description: 'generators of the segmentation',
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
    choices: ['zero', 'reflect'],
    default: 'zero',
    group: 'networks',
    description: 'of ResNets',
  },
  dropout: { kind: 'flag', default: true, group: 'networks', description: 'train with dropout' },
  initGain: {
    kind: 'number',
    least: 0,
    above: true,
    most: 1e6,
    default: 0.02,
    group: 'networks',
    description: 'deviation of the initial weights',
  },

  preset: {
    kind: 'choice',
    choices: ['reference', 'paper'],
    default: 'reference',
    group: 'objective',
    description: 'the objective: what the code of the reference does, or the equations of the paper',
  },

  nEpochs: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 100,
    group: 'optimisation',
    description: 'epochs with the full learning rate',
  },
  nEpochsDecay: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 100,
    group: 'optimisation',
    description: 'epochs in which it falls',
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
    description: 'of Adam',
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
