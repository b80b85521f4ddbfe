// Running averages of the generators' weights (Polyak & Juditsky 1992; in GANs Yazıcı et al. 2019): steadier than the
// weights of any one step. They follow the training, are validated, and are the weights of the exported model.

import * as tf from '@tensorflow/tfjs-core';
import { prepareVariables, storedWeights, type NetworkVariables } from '../../networks/forward.js';
import type { Weights } from '../../tensors/weights.js';
import { generatorsOf, type TrainedModel } from '../model/trainedModel.js';

/** Averages of the generators by network id; empty if a run keeps none. They belong to their holder. */
export type Averages = ReadonlyMap<string, NetworkVariables>;

/** First averages: the generators as they are. */
export function startAverages(model: TrainedModel): Averages {
  return new Map(
    generatorsOf(model).map(({ id, variables }) => [
      id,
      Object.fromEntries(
        Object.entries(variables).map(([name, variable]) => [name, tf.variable(variable, false)]),
      ),
    ]),
  );
}

/**
 * Moves the averages by one step, in place: average ← decay · average + (1 − decay) · weight. Running statistics and
 * spectral vectors are averages by themselves and are taken as they are.
 */
export function moveAverages(averages: Averages, model: TrainedModel, decay: number): void {
  for (const { id, variables, trained, frozen } of generatorsOf(model)) {
    const own = averages.get(id);
    if (!own || frozen) continue;
    for (const [name, variable] of Object.entries(variables))
      tf.tidy(() => {
        const average = own[name]!;
        const next = trained.has(`${id}/${name}`)
          ? tf.add(tf.mul(average, decay), tf.mul(variable, 1 - decay))
          : variable.clone();
        average.assign(next);
      });
  }
}

/** The model with its averages instead of its generators, or unchanged if there are none. Shares all variables. */
export function averagedModel(model: TrainedModel, averages: Averages): TrainedModel {
  if (averages.size === 0) return model;
  const networks = [...model.networks.values()].map((network) => {
    const variables = averages.get(network.id) ?? network.variables;
    return [network.id, { ...network, variables }] as const;
  });
  return { ...model, networks: new Map(networks) };
}

/** The averages in the layout of weight files, by network id. */
export async function averagedWeights(
  averages: Averages,
  model: TrainedModel,
): Promise<Map<string, Weights>> {
  const weights = new Map<string, Weights>();
  for (const { id, network } of generatorsOf(model)) {
    const variables = averages.get(id);
    if (variables) weights.set(id, await storedWeights(network, variables));
  }
  return weights;
}

/** @param weights by network id, of every generator */
export function loadAverages(weights: ReadonlyMap<string, Weights>, model: TrainedModel): Averages {
  return new Map(
    generatorsOf(model).map(({ id, network }) => [id, prepareVariables(network, weights.get(id)!)]),
  );
}

export function disposeAverages(averages: Averages): void {
  for (const variables of averages.values()) tf.dispose(Object.values(variables));
}
