// The plan of a run from its options (docs/reference.md 3.2 to 3.5, 4, 9.1).

import { dataPlanOf } from '../../dataset/dataPlan.js';
import { keptValues } from '../../options/keptOptions.js';
import { EngineError } from '../../protocol/errors.js';
import { askedModel } from './askedModel.js';
import { frozenNetworks } from './frozenNetworks.js';
import type { LearningRatePolicy } from './learningRatePolicy.js';
import { modelKind } from './modelKinds.js';
import { TRAIN_OPTIONS, type TrainOptions } from './trainOptions.js';
import type { TrainingPlan } from './trainingPlan.js';

/** @throws EngineError `usage` if options contradict each other */
export function deepLiifPlan(options: TrainOptions): TrainingPlan {
  const kind = modelKind(options.model);
  const model = askedModel(options, kind);
  if (kind.hasTeacher && options.modelDirTeacher === undefined)
    throw new EngineError('usage', `${kind.id} learns from a model: --model-dir-teacher MODEL.`);
  return {
    ...keptValues(TRAIN_OPTIONS, 'step', options),
    ...keptValues(TRAIN_OPTIONS, 'loop', options),
    model,
    objective: kind.objective(options, model),
    optimiser: keptValues(TRAIN_OPTIONS, 'optimiser', options),
    policy: policyOf(options),
    // The reference trains one epoch more than it says.
    epochs: options.nEpochs + options.nEpochsDecay + (options.objective === 'paper' ? 0 : 1),
    initialisation: keptValues(TRAIN_OPTIONS, 'initialisation', options),
    shuffle: !options.serialBatches,
    data: dataPlanOf(options),
    frozen: frozenNetworks(options.freeze, model),
  };
}

function policyOf(options: TrainOptions): LearningRatePolicy {
  const { objective, nEpochs, nEpochsDecay } = options;
  const paper = objective === 'paper';
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
