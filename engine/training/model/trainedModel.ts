// The networks of a model while it is trained: variables on the current backend.

import type { Tensor4D, Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import { buildNetwork } from '../../networks/build.js';
import {
  forward,
  prepareVariables,
  storedWeights,
  type ForwardMode,
  type NetworkVariables,
} from '../../networks/forward.js';
import type { Network } from '../../networks/layers.js';
import { checkWeights, isTrained, parametersOf } from '../../networks/parameters.js';
import type { Weights } from '../../tensors/weights.js';
import { networksOf, type NetworkRole, type TrainedModelPlan } from '../plan/modelPlan.js';

/** One network and its variables. Names of parameters in optimisers and checkpoints are "<id>/<parameter>". */
export interface TrainedNetwork {
  /** Id of the network (modelPlan.ts). */
  readonly id: string;
  readonly role: NetworkRole;
  readonly network: Network;
  /** Variables by parameter name. */
  readonly variables: NetworkVariables;
  /** Variables that gradients change, by "<id>/<parameter>"; none in a frozen network. */
  readonly trained: ReadonlyMap<string, Variable>;
  /** Neither its parameters nor its running statistics move. */
  readonly frozen: boolean;
}

export interface TrainedModel {
  readonly plan: TrainedModelPlan;
  /** Networks by id, in the order of `networksOf`. */
  readonly networks: ReadonlyMap<string, TrainedNetwork>;
}

/**
 * Puts all networks on the current backend; free them with `disposeModel`.
 * @param weights by network id
 * @param frozen ids of networks that stay as they are
 * @throws EngineError `model-invalid` if weights do not fit, before anything is allocated
 */
export function loadModel(
  plan: TrainedModelPlan,
  weights: ReadonlyMap<string, Weights>,
  frozen: readonly string[] = [],
): TrainedModel {
  const checked = networksOf(plan).map(({ id, role, architecture }) => {
    const network = buildNetwork(architecture);
    const stored = weights.get(id) ?? new Map();
    checkWeights(network, stored, { normalisation: 'running' });
    return { id, role, network, stored };
  });
  const networks = checked.map(({ id, role, network, stored }) => {
    const variables = prepareVariables(network, stored);
    const isFrozen = frozen.includes(id);
    const trained = isFrozen ? [] : parametersOf(network).filter(isTrained);
    const byName = trained.map(({ name }) => [`${id}/${name}`, variables[name]!] as const);
    return [id, { id, role, network, variables, trained: new Map(byName), frozen: isFrozen }] as const;
  });
  return { plan, networks: new Map(networks) };
}

export function networkOf({ networks }: TrainedModel, id: string): TrainedNetwork {
  const network = networks.get(id);
  if (!network) throw new RangeError(`There is no network "${id}" among ${[...networks.keys()].join(', ')}.`);
  return network;
}

/** The result belongs to the caller. Differentiable. */
export function run(
  { network, variables, frozen }: TrainedNetwork,
  x: Tensor4D,
  mode: ForwardMode,
): Tensor4D {
  return forward(network, variables, x, frozen && typeof mode === 'object' ? { ...mode, again: true } : mode);
}

export function generatorsOf({ networks }: TrainedModel): TrainedNetwork[] {
  return [...networks.values()].filter(({ role }) => role === 'generator');
}

export function discriminatorsOf({ networks }: TrainedModel): TrainedNetwork[] {
  return [...networks.values()].filter(({ role }) => role === 'discriminator');
}

/** The parameters that one optimiser moves. */
export function trainedVariables(networks: readonly TrainedNetwork[]): Map<string, Variable> {
  return new Map(networks.flatMap(({ trained }) => [...trained]));
}

/** Weights of all networks now, by network id, in the layout of weight files. */
export async function modelWeights({ networks }: TrainedModel): Promise<Map<string, Weights>> {
  const weights = new Map<string, Weights>();
  for (const { id, network, variables } of networks.values())
    weights.set(id, await storedWeights(network, variables));
  return weights;
}

export function disposeModel({ networks }: TrainedModel): void {
  for (const { variables } of networks.values()) tf.dispose(Object.values(variables));
}
