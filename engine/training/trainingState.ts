// Everything that decides how a training run goes on: the networks' numbers, what the optimisers remember, the
// learning rates, the state of chance and the order of the data. As plain data it is a checkpoint; put back, the run
// continues bit for bit on the same backend.

import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../protocol/errors.js';
import type { StoredTensor, Weights } from '../networks/weights.js';
import type { AdamState } from './adam.js';
import type { LearningRateState } from './learningRate.js';
import type { RandomState } from './random.js';
import { modelWeights, networksOf, type TrainedModel, type TrainedModelPlan } from './trainedModel.js';
import type { OptimiserStates } from './trainingStep.js';

/** Where a run is; JSON. */
export interface Progress {
  readonly epoch: number;
  /** Steps since the beginning. */
  readonly step: number;
  /** Samples of this epoch in their order, and how many of them are done. */
  readonly order: readonly number[];
  readonly done: number;
  readonly random: RandomState;
  readonly generatorRate: LearningRateState;
  readonly discriminatorRate: LearningRateState;
}

export interface TrainingState {
  readonly progress: Progress;
  /** "<network>/<parameter>", and "adam/<first or second>/<network>/<parameter>". */
  readonly tensors: Weights;
  /** t of each parameter. */
  readonly adamSteps: Readonly<Record<string, number>>;
}

export async function capture(
  model: TrainedModel,
  optimisers: OptimiserStates,
  progress: Progress,
): Promise<TrainingState> {
  const tensors = new Map<string, StoredTensor>();
  for (const [id, weights] of await modelWeights(model))
    for (const [name, tensor] of weights) tensors.set(`${id}/${name}`, tensor);
  const adamSteps: Record<string, number> = {};
  for (const state of [optimisers.generators, optimisers.discriminators])
    for (const [name, moments] of state) {
      adamSteps[name] = moments.step;
      for (const which of ['first', 'second'] as const) {
        const { shape } = moments[which];
        // Adam's moments are float32, in the layout of the variables.
        tensors.set(`adam/${which}/${name}`, { shape, data: (await moments[which].data()) as Float32Array });
      }
    }
  return { progress, tensors, adamSteps };
}

/** Of each network, by its id. */
export function weightsIn({ tensors }: TrainingState, plan: TrainedModelPlan): Map<string, Weights> {
  return new Map(
    networksOf(plan).map(({ id }) => {
      const own = [...tensors].filter(([name]) => name.startsWith(`${id}/`));
      return [id, new Map(own.map(([name, tensor]) => [name.slice(id.length + 1), tensor]))];
    }),
  );
}

/** The optimisers' states on the current backend, instead of those at the start, which are freed. */
export function restoreOptimisers(state: TrainingState, start: OptimiserStates): OptimiserStates {
  const restore = (fresh: AdamState): AdamState =>
    new Map(
      [...fresh].map(([name, moments]) => {
        tf.dispose([moments.first, moments.second]);
        const [first, second] = (['first', 'second'] as const).map((which) => {
          const stored = state.tensors.get(`adam/${which}/${name}`);
          if (stored?.shape.join() !== moments[which].shape.join())
            throw new EngineError('model-invalid', `The checkpoint lacks what Adam remembers of "${name}".`);
          return tf.tensor(stored.data, [...stored.shape]);
        });
        return [name, { step: state.adamSteps[name] ?? 0, first: first!, second: second! }];
      }),
    );
  return { generators: restore(start.generators), discriminators: restore(start.discriminators) };
}
