// From the options of a run to its plan (reference sheet 3.2 to 3.5, 4, 9.1).

import { dataPlanOf } from '../../dataset/dataOptions.js';
import { EngineError } from '../../protocol/errors.js';
import type { LearningRatePolicy } from './learningRate.js';
import { outputsOf, type TrainedModelPlan } from './modelPlan.js';
import { frozenNetworks } from './frozenNetworks.js';
import { networkPlan } from './networkPlans.js';
import {
  cycleObjective,
  distillationObjective,
  evenWeights,
  extObjective,
  paperObjective,
  referenceObjective,
  type Objective,
} from './objective.js';
import { shares } from './shares.js';
import type { TrainingPlan } from '../step/train.js';
import type { TrainOptions } from './trainOptions.js';

/** @throws EngineError `usage` where options contradict each other */
export function deepLiifPlan(options: TrainOptions): TrainingPlan {
  const model = networkPlan(options);
  if (options.model === 'DeepLIIFKD' && options.modelDirTeacher === undefined)
    throw new EngineError('usage', 'DeepLIIFKD learns from a model: --model-dir-teacher MODEL.');
  return {
    model,
    objective: objectiveOf(options, model),
    generatorRate: options.lrG,
    discriminatorRate: options.lrD,
    optimiser: { kind: options.optimizer, beta1: options.beta1 },
    policy: scheduleOf(options),
    firstEpoch: options.epochCount,
    // The reference trains one epoch more than it says.
    epochs: options.nEpochs + options.nEpochsDecay + (options.preset === 'paper' ? 0 : 1),
    initialisation: { type: options.initType, gain: options.initGain },
    batchSize: options.batchSize,
    accumulate: options.accumulate,
    shuffle: !options.serialBatches,
    flip: options.flip,
    data: dataPlanOf(options),
    dropout: options.dropout,
    frozen: frozenNetworks(options.freeze, model),
    averageDecay: options.ema,
    poolSize: options.poolSize,
    seed: options.seed,
  };
}

function scheduleOf(options: TrainOptions): LearningRatePolicy {
  const { preset, nEpochs, nEpochsDecay } = options;
  const paper = preset === 'paper';
  switch (options.lrPolicy) {
    case 'linear':
      return {
        kind: 'linear',
        epochs: nEpochs,
        // The paper's line reaches 0 at its end, the reference's one epoch after it.
        decayEpochs: paper ? Math.max(nEpochsDecay - 1, 0) : nEpochsDecay,
        firstEpoch: options.epochCount,
      };
    case 'step':
      return { kind: 'step', everyEpochs: options.lrDecayIters };
    case 'cosine':
      return { kind: 'cosine', halfPeriodEpochs: nEpochs };
    case 'plateau':
      return { kind: 'plateau', follows: paper ? 'generators' : 'nothing' };
  }
}

function objectiveOf(options: TrainOptions, plan: TrainedModelPlan): Objective {
  const { model, ganMode, ganModeS, labelSmoothing, lambdaL1, lambdaFeat } = options;
  const base = baseObjective(options, plan);
  return {
    ...base,
    translationGan: ganMode,
    segmentationGan: ganModeS,
    segmentationGeneratorGan: model === 'DeepLIIFExt' ? ganMode : ganModeS,
    labelSmoothing,
    // Equation 1 has a generator's side of its own for its own loss only.
    generatorForm: ganMode === 'vanilla' ? base.generatorForm : 'non-saturating',
    lambdaL1: model === 'CycleGAN' ? 0 : lambdaL1,
    lambdaPerceptual: lambdaFeat ?? base.lambdaPerceptual,
  };
}

/** The objective of a kind of model and a preset where nothing else is said. */
function baseObjective(options: TrainOptions, plan: TrainedModelPlan): Objective {
  const { model, preset } = options;
  const modalities = plan.translations.length;
  // DeepLIIFExt takes the weights of modalities only.
  const segmentation = model !== 'DeepLIIFExt' && outputsOf(plan).length > 0;
  const terms = modalities + (segmentation ? 1 : 0);
  const generators = shares('--loss-weights-g', options.lossWeightsG, terms);
  const discriminators = shares('--loss-weights-d', options.lossWeightsD, terms);
  const even = evenWeights(modalities, segmentation);
  const weights = { generators: generators ?? even, discriminators: discriminators ?? even };
  if (preset === 'paper') {
    if (model !== 'DeepLIIF')
      throw new EngineError('usage', `The paper has no equations for ${model}; leave out --preset paper.`);
    return paperObjective(modalities, segmentation, { generators, discriminators });
  }
  switch (model) {
    case 'DeepLIIF':
    case 'SDG':
      return referenceObjective(modalities, segmentation, weights);
    case 'DeepLIIFExt':
      return extObjective(modalities, weights);
    case 'CycleGAN':
      return cycleObjective(modalities, weights);
    case 'DeepLIIFKD':
      return distillationObjective(modalities, segmentation, weights);
  }
}
