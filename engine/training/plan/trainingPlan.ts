// The plan of a training run: everything that decides its numbers, as run.json holds it. The shape says what each field
// is; fields that are options as they are come from the table of options, with its bounds.

import { dataPlan } from '../../dataset/dataPlan.js';
import { keptShapes } from '../../options/keptOptions.js';
import { list, stored, truth, whole, type Shaped } from '../../protocol/shape.js';
import { learningRatePolicy } from './learningRatePolicy.js';
import { imageName, MOST_NETWORKS, trainedModelPlan } from './modelPlan.js';
import { objective } from './objective.js';
import { TRAIN_OPTIONS } from './trainOptions.js';

const optimiser = stored(keptShapes(TRAIN_OPTIONS, 'optimiser'));
export type OptimiserSettings = Shaped<typeof optimiser>;

const initialisation = stored(keptShapes(TRAIN_OPTIONS, 'initialisation'));
/** Distribution of the initial weights. */
export type Initialisation = Shaped<typeof initialisation>;

const ofStep = { ...keptShapes(TRAIN_OPTIONS, 'step'), objective, optimiser };

/** The part of the plan that one optimisation step reads. */
export type StepPlan = { readonly [K in keyof typeof ofStep]: Shaped<(typeof ofStep)[K]> };

export const trainingPlan = stored({
  ...ofStep,
  ...keptShapes(TRAIN_OPTIONS, 'loop'),
  model: trainedModelPlan,
  policy: learningRatePolicy,
  /** Epochs are firstEpoch … epochs − 1. */
  epochs: whole(0),
  initialisation,
  /** True when samples come in a random order. */
  shuffle: truth,
  data: dataPlan,
  /** Ids of networks that stay as they are. */
  frozen: list(imageName, MOST_NETWORKS),
});
export type TrainingPlan = Shaped<typeof trainingPlan>;
