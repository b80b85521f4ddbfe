// The networks of a model while it is trained: variables on the current backend, in the roles that the objective
// gives them. DeepLIIF (paper, fig. 1): one generator and one discriminator for each modality, and for the
// segmentation one pair for the input and each modality, whose maps are added up.

import type { Variable } from '@tensorflow/tfjs-core';
import * as tf from '@tensorflow/tfjs-core';
import type {
  Architecture,
  DiscriminatorArchitecture,
  GeneratorArchitecture,
} from '../networks/architecture.js';
import { buildNetwork } from '../networks/build.js';
import { prepareVariables, storedWeights, type NetworkVariables } from '../networks/forward.js';
import type { Network } from '../networks/layers.js';
import { checkWeights, isTrained, parametersOf } from '../networks/parameters.js';
import type { Weights } from '../networks/weights.js';

/** Which networks there are and what they read; plain data, part of a run's configuration. */
export interface TrainedModelPlan {
  /** Input images, side by side on the channel axis: ["ihc"]. */
  readonly inputs: readonly string[];
  readonly translations: readonly TranslationPlan[];
  /** Empty for a model without segmentation. */
  readonly segmentations: readonly SegmentationPlan[];
}

export interface TranslationPlan {
  readonly modality: string;
  readonly generator: GeneratorArchitecture;
  readonly discriminator: DiscriminatorArchitecture;
}

export interface SegmentationPlan {
  /** What it reads: "input", which stands for all input images, or a modality; also its name. */
  readonly from: string;
  /** Share of its map in the sum. */
  readonly weight: number;
  readonly generator: GeneratorArchitecture;
  readonly discriminator: DiscriminatorArchitecture;
}

/** What a segmentation reads when it reads the input images. */
export const INPUT = 'input';

/** One network and its numbers. Names of parameters in optimisers and checkpoints are "<id>/<parameter>". */
export interface TrainedNetwork {
  /** "dapi", "seg-dapi", "d-dapi", "d-seg-dapi". */
  readonly id: string;
  readonly network: Network;
  /** By parameter name. */
  readonly variables: NetworkVariables;
  /** Those that gradients change, by "<id>/<parameter>". */
  readonly trained: ReadonlyMap<string, Variable>;
}

export interface NetworkPair {
  readonly generator: TrainedNetwork;
  readonly discriminator: TrainedNetwork;
}

export interface TrainedModel {
  readonly plan: TrainedModelPlan;
  /** In the order of the plan. */
  readonly translations: readonly (NetworkPair & { readonly modality: string })[];
  readonly segmentations: readonly (NetworkPair & { readonly from: string; readonly weight: number })[];
}

/** Ids and architectures of all networks: generators of modalities, of maps, then their discriminators. */
export function networksOf(plan: TrainedModelPlan): readonly { id: string; architecture: Architecture }[] {
  const { translations, segmentations } = plan;
  return [
    ...translations.map(({ modality, generator }) => ({ id: modality, architecture: generator })),
    ...segmentations.map(({ from, generator }) => ({ id: `seg-${from}`, architecture: generator })),
    ...translations.map(({ modality, discriminator }) => ({
      id: `d-${modality}`,
      architecture: discriminator,
    })),
    ...segmentations.map(({ from, discriminator }) => ({ id: `d-seg-${from}`, architecture: discriminator })),
  ];
}

/**
 * Puts all networks on the current backend; free them with `disposeModel`. Weights by network id.
 * @throws EngineError `model-invalid` where weights do not fit, before anything is allocated
 */
export function loadModel(plan: TrainedModelPlan, weights: ReadonlyMap<string, Weights>): TrainedModel {
  const checked = networksOf(plan).map(({ id, architecture }) => {
    const network = buildNetwork(architecture);
    const stored = weights.get(id) ?? new Map();
    checkWeights(network, stored, { normalisation: 'running' });
    return { id, network, stored };
  });
  const byId = new Map(
    checked.map(({ id, network, stored }) => [id, loadNetwork(id, network, stored)] as const),
  );
  const pair = (id: string): NetworkPair => ({
    generator: byId.get(id)!,
    discriminator: byId.get(`d-${id}`)!,
  });
  return {
    plan,
    translations: plan.translations.map(({ modality }) => ({ modality, ...pair(modality) })),
    segmentations: plan.segmentations.map(({ from, weight }) => ({ from, weight, ...pair(`seg-${from}`) })),
  };
}

function loadNetwork(id: string, network: Network, weights: Weights): TrainedNetwork {
  const variables = prepareVariables(network, weights);
  const trained = new Map(
    parametersOf(network)
      .filter(isTrained)
      .map(({ name }) => [`${id}/${name}`, variables[name]!]),
  );
  return { id, network, variables, trained };
}

export function generatorsOf({ translations, segmentations }: TrainedModel): TrainedNetwork[] {
  return [...translations, ...segmentations].map(({ generator }) => generator);
}

export function discriminatorsOf({ translations, segmentations }: TrainedModel): TrainedNetwork[] {
  return [...translations, ...segmentations].map(({ discriminator }) => discriminator);
}

/** The parameters that one optimiser moves. */
export function trainedVariables(networks: readonly TrainedNetwork[]): Map<string, Variable> {
  return new Map(networks.flatMap(({ trained }) => [...trained]));
}

/** What all networks hold now, by network id, in the layout of weight files. */
export async function modelWeights(model: TrainedModel): Promise<Map<string, Weights>> {
  const weights = new Map<string, Weights>();
  for (const { id, network, variables } of [...generatorsOf(model), ...discriminatorsOf(model)])
    weights.set(id, await storedWeights(network, variables));
  return weights;
}

export function disposeModel(model: TrainedModel): void {
  for (const { variables } of [...generatorsOf(model), ...discriminatorsOf(model)])
    tf.dispose(Object.values(variables));
}
