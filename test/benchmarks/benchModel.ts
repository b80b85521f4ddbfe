// A model in memory, as small as in its folder or widened to full size, and its loading on a backend.

import type { Backend, LoadedNetwork, Precision } from '../../engine/backends/backend.js';
import { readModelFolder, readNetworkWeights } from '../../engine/checkpoints/modelFolder.js';
import type { ModelManifest } from '../../engine/deepliif/manifest.js';
import { plan, type Plan } from '../../engine/deepliif/plan.js';
import { precisionFor, type LoadedModel } from '../../engine/inference/loadedModel.js';
import { buildNetwork } from '../../engine/networks/build.js';
import type { Network } from '../../engine/networks/layers.js';
import type { Weights } from '../../engine/tensors/weights.js';
import { widen } from './widen.js';

export interface BenchNetwork {
  readonly network: Network;
  readonly weights: Weights;
}

export interface BenchModel {
  readonly manifest: ModelManifest;
  readonly plan: Plan;
  /** Networks by the plan's step names. */
  readonly networks: ReadonlyMap<string, BenchNetwork>;
}

/** Reads a model and widens it until the first network has `filters` filters; unchanged without `filters`. */
export async function readBenchModel(dir: string, filters?: number): Promise<BenchModel> {
  const { manifest } = await readModelFolder(dir);
  const steps = plan(manifest, { scope: 'all', intermediateMaps: false });
  const networks = new Map<string, BenchNetwork>();
  for (const [index, { name, entry }] of steps.steps.entries()) {
    const weights = await readNetworkWeights(dir, entry);
    const factor = filters === undefined ? 1 : filters / entry.architecture.filters;
    networks.set(
      name,
      factor === 1
        ? { network: buildNetwork(entry.architecture), weights }
        : widen(entry.architecture, weights, { factor, noise: 0.5, seed: index }),
    );
  }
  return { manifest, plan: steps, networks };
}

/** Loads all networks of the model, one after the other. */
export async function loadBenchModel(
  model: BenchModel,
  backend: Backend,
  precision: Precision,
): Promise<LoadedModel> {
  const { manifest, plan: steps } = model;
  const networks = new Map<string, LoadedNetwork>();
  for (const step of steps.steps) {
    const { name } = step;
    const { network, weights } = model.networks.get(name)!;
    networks.set(
      name,
      await backend.load(network, weights, {
        normalisation: manifest.normalisation,
        precision: precisionFor(step, precision),
        tilePx: manifest.tilePx,
      }),
    );
  }
  const dispose = async () => {
    for (const network of networks.values()) await network.dispose();
  };
  return { manifest, plan: steps, networks, lanes: backend.lanes, dispose };
}
