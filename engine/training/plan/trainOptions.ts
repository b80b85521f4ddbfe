// The options of a training run, one entry each: of them come the flags of `deepliif train`, the check of
// *.deepliif-train.json, its schema, and the type TrainOptions. Keys are the reference's flags (reference sheet 9.1).

import { DATA_OPTIONS } from '../../dataset/dataOptions.js';
import { IMAGE_NAMES, NETWORK_OPTIONS } from './networkOptions.js';
import { OBJECTIVE_OPTIONS } from './objectiveOptions.js';
import { OPTIMISERS } from '../step/optimiser.js';
import { VALIDATION_OPTIONS } from './validationPlan.js';
import { optionValues } from '../../options/optionValues.js';
import type { OptionTable, OptionValues } from '../../options/optionKinds.js';

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
  ...VALIDATION_OPTIONS,
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

  ...NETWORK_OPTIONS,
  ...OBJECTIVE_OPTIONS,

  optimizer: {
    kind: 'choice',
    choices: OPTIMISERS,
    default: 'adam',
    group: 'optimisation',
    description: 'with PyTorch’s defaults where there is no option',
  },
  accumulate: {
    kind: 'whole',
    least: 1,
    most: 4096,
    default: 1,
    group: 'optimisation',
    description: 'batches whose gradients a step averages; batch norm sees each by itself',
  },
  ema: {
    kind: 'number',
    least: 0,
    most: 0.999999,
    default: 0,
    group: 'optimisation',
    description:
      'decay of running averages of the generators, which are validated and kept in the end; 0 for none',
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
