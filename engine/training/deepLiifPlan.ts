// From the reference's options to a plan of training (reference sheet 3.2 to 3.5, 9.1).

import { dataPlanOf } from '../dataset/dataOptions.js';
import { DEEPLIIF_WEIGHTS } from '../deepliif/plan.js';
import { EngineError } from '../protocol/errors.js';
import type { GeneratorArchitecture } from '../networks/architecture.js';
import type { LearningRatePolicy } from './learningRate.js';
import { evenWeights, paperObjective, referenceObjective } from './objective.js';
import type { TrainingPlan } from './train.js';
import { INPUT, type TrainedModelPlan } from './trainedModel.js';
import type { TrainOptions } from './trainOptions.js';

/** @throws EngineError `usage` for names that are no folder-safe words or stand twice */
export function deepLiifPlan(options: TrainOptions): TrainingPlan {
  const names = options.modalitiesNames;
  if (
    names.some((name) => !/^[a-z0-9-]+$/.test(name) || name === INPUT) ||
    new Set(names).size < names.length
  )
    throw new EngineError(
      'usage',
      `The modalities ${names.join(', ')} need different names of lower-case letters, digits and hyphens.`,
    );
  const even = evenWeights(names.length, true);
  const paper = options.preset === 'paper';
  return {
    model: modelPlan(options),
    objective: paper
      ? paperObjective(names.length, true)
      : referenceObjective(names.length, true, { generators: even, discriminators: even }),
    generatorRate: options.lrG,
    discriminatorRate: options.lrD,
    beta1: options.beta1,
    policy: schedule(options),
    // The reference trains one epoch more than it says.
    epochs: options.nEpochs + options.nEpochsDecay + (paper ? 0 : 1),
    batchSize: options.batchSize,
    shuffle: !options.serialBatches,
    flip: options.flip,
    data: dataPlanOf(options),
    dropout: options.dropout,
    seed: options.seed,
  };
}

/** The paper's line reaches 0 at its end, the reference's one epoch after it. */
function schedule({ preset, nEpochs, nEpochsDecay }: TrainOptions): LearningRatePolicy {
  const decayEpochs = preset === 'paper' ? Math.max(nEpochsDecay - 1, 0) : nEpochsDecay;
  return { kind: 'linear', epochs: nEpochs, decayEpochs, firstEpoch: 0 };
}

function modelPlan({
  modalitiesNames,
  netG,
  netGs,
  ngf,
  ndf,
  norm,
  padding,
  dropout,
}: TrainOptions): TrainedModelPlan {
  const generator = { inChannels: 3, outChannels: 3, filters: ngf, norm, dropout, upsampling: 'transposed-convolution' } as const; // prettier-ignore
  const discriminator = { name: 'patchgan', inChannels: 6, filters: ndf, norm, layers: 4 } as const;
  const weights = modalitiesNames.length === 4 ? DEEPLIIF_WEIGHTS : evenWeights(modalitiesNames.length, true);
  return {
    inputs: ['ihc'],
    translations: modalitiesNames.map((modality) => ({
      modality,
      generator: { ...generator, name: architectureName(netG), padding },
      discriminator,
    })),
    segmentations: [INPUT, ...modalitiesNames].map((from, i) => ({
      from,
      weight: weights[i]!,
      generator: { ...generator, name: architectureName(netGs), padding: 'reflect' },
      discriminator,
    })),
  };
}

/** Its pattern stands in the table of options. */
function architectureName(word: string): GeneratorArchitecture['name'] {
  return word as GeneratorArchitecture['name'];
}
