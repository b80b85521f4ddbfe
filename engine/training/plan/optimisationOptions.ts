// The options of a training run that say how it optimises: batches, optimiser, learning rates and their schedule; part
// of the table in trainOptions.ts. `keptIn` names the part of the plan (trainingPlan.ts) that holds an option as it is.

import type { OptionTable } from '../../options/optionKinds.js';

const MOST_EPOCHS = 1_000_000;

export const SAMPLING_OPTIONS = {
  flip: {
    kind: 'flag',
    default: true,
    group: 'data',
    keptIn: 'loop',
    description: 'mirror half of the samples from left to right',
  },
  serialBatches: {
    kind: 'flag',
    default: false,
    group: 'data',
    description: 'take samples in the order of their names instead of a random one',
  },
  batchSize: {
    kind: 'whole',
    least: 1,
    most: 1024,
    default: 1,
    group: 'data',
    keptIn: 'loop',
    description: 'number of samples in a batch',
  },
} as const satisfies OptionTable;

export const OPTIMISATION_OPTIONS = {
  optimizer: {
    kind: 'choice',
    choices: ['adam', 'adamw', 'sgd', 'rmsprop'],
    default: 'adam',
    group: 'optimisation',
    keptIn: 'optimiser',
    keptAs: 'kind',
    description: 'optimiser, with PyTorch’s defaults for everything that has no option',
  },
  accumulate: {
    kind: 'whole',
    least: 1,
    most: 4096,
    default: 1,
    group: 'optimisation',
    keptIn: 'loop',
    description: 'number of batches whose gradients a step averages; batch norm treats each by itself',
  },
  ema: {
    kind: 'number',
    least: 0,
    most: 0.999999,
    default: 0,
    group: 'optimisation',
    keptIn: 'step',
    keptAs: 'averageDecay',
    description:
      'decay of the running averages of the generators’ weights, which are validated and exported; 0 is off',
  },
  nEpochs: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 100,
    group: 'optimisation',
    description: 'number of epochs with the full learning rate (linear), or of half a period (cosine)',
  },
  nEpochsDecay: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 100,
    group: 'optimisation',
    description: 'number of epochs after those, in which the learning rate falls to 0 (linear)',
  },
  epochCount: {
    kind: 'whole',
    least: 0,
    most: MOST_EPOCHS,
    default: 0,
    group: 'optimisation',
    keptIn: 'loop',
    keptAs: 'firstEpoch',
    description: 'number of the first epoch, for a run that continues another one',
  },
  lrPolicy: {
    kind: 'choice',
    choices: ['linear', 'step', 'plateau', 'cosine'],
    default: 'linear',
    group: 'optimisation',
    description: 'schedule of the learning rates from epoch to epoch',
  },
  lrDecayIters: {
    kind: 'whole',
    least: 1,
    most: MOST_EPOCHS,
    default: 50,
    group: 'optimisation',
    description: 'number of epochs after which the learning rates fall to a tenth (step)',
  },
  lrG: {
    kind: 'number',
    least: 0,
    above: true,
    most: 1e6,
    default: 0.0002,
    group: 'optimisation',
    keptIn: 'loop',
    keptAs: 'generatorRate',
    description: 'learning rate of the generators',
  },
  lrD: {
    kind: 'number',
    least: 0,
    above: true,
    most: 1e6,
    default: 0.0002,
    group: 'optimisation',
    keptIn: 'loop',
    keptAs: 'discriminatorRate',
    description: 'learning rate of the discriminators',
  },
  beta1: {
    kind: 'number',
    least: 0,
    most: 1,
    default: 0.5,
    group: 'optimisation',
    keptIn: 'optimiser',
    description: 'decay of the mean of the gradients in Adam and AdamW',
  },
} as const satisfies OptionTable;
