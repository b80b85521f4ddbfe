// The options of a training run that say what it minimises; part of the table in trainOptions.ts. `keptIn` names the
// part of the plan (objective.ts, trainingPlan.ts) that holds an option as it is.

import type { OptionTable } from '../../options/optionKinds.js';

const GAN_MODES = ['vanilla', 'lsgan', 'wgangp'] as const;

export const OBJECTIVE_OPTIONS = {
  objective: {
    kind: 'choice',
    choices: ['reference', 'paper', 'classes'],
    default: 'reference',
    group: 'objective',
    description:
      'objective: that of the reference’s code, the equations of the paper, or the segmentation class by class and ' +
      'modalities pixel by pixel, without discriminators (classes)',
  },
  generatorForm: {
    kind: 'choice',
    choices: ['saturating', 'non-saturating'],
    absent: 'saturating with --objective paper, as equation 1 is printed; non-saturating otherwise',
    group: 'objective',
    description:
      'form of the modality generators’ adversarial loss: saturating minimises log(1 − D), whose slope vanishes while ' +
      'the discriminator is sure; non-saturating maximises log D, as Goodfellow et al. recommend',
  },
  ganMode: {
    kind: 'choice',
    choices: GAN_MODES,
    default: 'vanilla',
    group: 'objective',
    description:
      'adversarial loss of the modalities; wgangp is the critic without gradient penalty, as in the reference',
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
    keptIn: 'objective',
    description:
      'label smoothing: true patches have the label 1 minus this; the reference smooths labels in CycleGAN only',
  },
  lambdaL1: {
    kind: 'number',
    least: 0,
    most: 1e6,
    default: 100,
    group: 'objective',
    keptIn: 'objective',
    description: 'factor of the L1 loss; the reference always takes 100',
  },
  lambdaFeat: {
    kind: 'number',
    least: 0,
    most: 1e6,
    absent: '100; 1 in CycleGAN; 0 in DeepLIIFExt and with --objective paper or classes',
    group: 'objective',
    description: 'factor of the perceptual loss; the reference ignores the option',
  },
  poolSize: {
    kind: 'whole',
    least: 0,
    most: 1000,
    default: 50,
    group: 'objective',
    keptIn: 'step',
    description:
      'size of the image pools of CycleGAN: number of earlier generated images of each kind that its discriminators ' +
      'still see; checkpoints hold them; 0 is off',
  },
  vgg19: {
    kind: 'path',
    absent: 'no perceptual loss',
    group: 'objective',
    description:
      'file with the weights of VGG19 (safetensors, or torchvision’s .pth) for the perceptual loss',
  },
  lossWeightsG: {
    kind: 'numbers',
    least: 0,
    most: 1,
    absent: 'equal shares; 1 each with --objective paper',
    group: 'objective',
    description:
      'weights in the generators’ loss: one for each modality, then one for the segmentation; their sum is 1',
  },
  lossWeightsD: {
    kind: 'numbers',
    least: 0,
    most: 1,
    absent: 'equal shares; 1 each with --objective paper',
    group: 'objective',
    description: 'weights in the discriminators’ loss, in the same order',
  },
} as const satisfies OptionTable;
