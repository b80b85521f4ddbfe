// The options of a training run that say what it minimises; part of the table in trainOptions.ts.

import type { OptionTable } from '../../options/optionKinds.js';

const GAN_MODES = ['vanilla', 'lsgan', 'wgangp'] as const;

export const OBJECTIVE_OPTIONS = {
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
  vgg19: {
    kind: 'path',
    group: 'objective',
    description:
      'weights of VGG19 (safetensors, or torchvision’s .pth), without which there is no perceptual term',
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
} as const satisfies OptionTable;
