// State of a training run: everything that decides how it continues: weights, memory of the optimisers, learning rates,
// random generator, order of the data. Written down as plain data it is a checkpoint; restored from one, the run
// continues bit for bit on the same backend.

import type { Tensor4D } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { EngineError } from '../../protocol/errors.js';
import type { StoredTensor, Weights } from '../../tensors/weights.js';
import { checkWeights } from '../../networks/parameters.js';
import { dictionary, stored, whole, type Shaped } from '../../protocol/shape.js';
import { averagedWeights, disposeAverages, loadAverages, type Averages } from './averages.js';
import type { OptimiserState } from './optimiser.js';
import { networksOf, type TrainedModelPlan } from '../plan/modelPlan.js';
import { progress, type Progress } from './progress.js';
import type { StepMemory } from './stepMemory.js';
import { generatorsOf, modelWeights, type TrainedModel } from '../model/trainedModel.js';

const MOST_PARAMETERS = 100_000;

/** The part of a state that is no tensor: state.json of a checkpoint. */
export const storedState = stored({
  progress,
  /** Number of gradients that each parameter has received. */
  optimiserSteps: dictionary(whole(0), MOST_PARAMETERS),
});

export interface TrainingState extends Shaped<typeof storedState> {
  /**
   * Weights under "<network>/<parameter>", memory of the optimisers under "optimiser/<first or
   * second>/<network>/<parameter>", pools under "pool/<image>/<number>", averages under "ema/<network>/<parameter>".
   */
  readonly tensors: Weights;
}

export async function capture(model: TrainedModel, memory: StepMemory, at: Progress): Promise<TrainingState> {
  const tensors = new Map<string, StoredTensor>();
  for (const [id, weights] of await modelWeights(model))
    for (const [name, tensor] of weights) tensors.set(`${id}/${name}`, tensor);
  const optimiserSteps: Record<string, number> = {};
  for (const state of [memory.generators, memory.discriminators])
    for (const [name, { step, tensors: remembered }] of state) {
      optimiserSteps[name] = step;
      for (const [which, tensor] of Object.entries(remembered))
        // The layout is that of the variables, float32.
        tensors.set(memoryName(which, name), {
          shape: tensor.shape,
          data: await tensor.data<'float32'>(),
        });
    }
  for (const [id, weights] of await averagedWeights(memory.averages, model))
    for (const [name, tensor] of weights) tensors.set(`${AVERAGE}${id}/${name}`, tensor);
  for (const [image, pool] of memory.pools)
    for (const [i, old] of pool.entries())
      tensors.set(poolName(image, i), { shape: old.shape, data: await old.data<'float32'>() });
  return { progress: at, tensors, optimiserSteps };
}

type Tensors = Pick<TrainingState, 'tensors'>;

const AVERAGE = 'ema/';

/** The weights of each network, by its id. */
export function weightsIn(state: Tensors, plan: TrainedModelPlan): Map<string, Weights> {
  return new Map(networksOf(plan).map(({ id }) => [id, weightsUnder(state, `${id}/`)]));
}

/** The running averages of the generators, by id; empty if the run keeps none. */
export function averagesIn(state: Tensors, plan: TrainedModelPlan): Map<string, Weights> {
  const all = networksOf(plan).map(({ id }) => [id, weightsUnder(state, `${AVERAGE}${id}/`)] as const);
  return new Map(all.filter(([, weights]) => weights.size > 0));
}

/** The result of a run, by network id: the averages of its generators where it keeps them, else their weights. */
export function trainedWeights(state: Tensors, plan: TrainedModelPlan): Map<string, Weights> {
  return new Map([...weightsIn(state, plan), ...averagesIn(state, plan)]);
}

function weightsUnder({ tensors }: Tensors, prefix: string): Weights {
  const own = [...tensors].filter(([name]) => name.startsWith(prefix));
  return new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor]));
}

/** Memory from a state, on the current backend, in the place of a start's, which is freed. */
export function restoreMemory(state: TrainingState, start: StepMemory, model: TrainedModel): StepMemory {
  const restore = (fresh: OptimiserState): OptimiserState =>
    new Map(
      [...fresh].map(([name, { tensors }]) => {
        const restored = Object.entries(tensors).map(([which, zeros]) => {
          const stored = state.tensors.get(memoryName(which, name));
          if (stored?.shape.join() !== zeros.shape.join())
            throw new EngineError(
              'model-invalid',
              `The checkpoint lacks the optimiser’s state of "${name}".`,
            );
          zeros.dispose();
          return [which, tf.tensor(stored.data, [...stored.shape])] as const;
        });
        return [name, { step: state.optimiserSteps[name] ?? 0, tensors: Object.fromEntries(restored) }];
      }),
    );
  return {
    generators: restore(start.generators),
    discriminators: restore(start.discriminators),
    pools: restoredPools(state),
    averages: restoredAverages(state, start.averages, model),
  };
}

function restoredAverages(state: TrainingState, start: Averages, model: TrainedModel): Averages {
  if (start.size === 0) return start;
  const weights = averagesIn(state, model.plan);
  const missing = generatorsOf(model).find(({ id }) => !weights.has(id));
  if (missing)
    throw new EngineError('model-invalid', `The checkpoint lacks the running average of "${missing.id}".`);
  for (const { id, network } of generatorsOf(model))
    checkWeights(network, weights.get(id)!, { normalisation: 'running' });
  disposeAverages(start);
  return loadAverages(weights, model);
}

function restoredPools({ tensors }: TrainingState): StepMemory['pools'] {
  const pools = new Map<string, Tensor4D[]>();
  const stored = [...tensors].flatMap(([name, tensor]) => {
    const [, image, number] = /^pool\/(.+)\/(\d+)$/.exec(name) ?? [];
    return image === undefined ? [] : [{ image, number: Number(number), tensor }];
  });
  for (const { image, tensor } of stored.sort((a, b) => a.number - b.number)) {
    const shape = [...tensor.shape] as [number, number, number, number];
    pools.set(image, [...(pools.get(image) ?? []), tf.tensor4d(tensor.data, shape)]);
  }
  return pools;
}

function poolName(image: string, number: number): string {
  return `pool/${image}/${number}`;
}

function memoryName(which: string, parameter: string): string {
  return `optimiser/${which}/${parameter}`;
}
