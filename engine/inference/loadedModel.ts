// A model ready to run: its plan and one loaded network per step, on one backend. The caller that loads it disposes
// of it.

import type { Backend, LoadedNetwork, Precision } from '../backends/backend.js';
import { readNetworkWeights } from '../checkpoints/modelFolder.js';
import type { ModelManifest } from '../deepliif/manifest.js';
import type { Plan, Step } from '../deepliif/plan.js';
import { buildNetwork } from '../networks/build.js';
import { checkWeights } from '../networks/parameters.js';
import type { Control } from '../protocol/progress.js';
import { throwIfCancelled } from '../control/cancel.js';

export interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly plan: Plan;
  readonly networks: ReadonlyMap<string, LoadedNetwork>;
  readonly lanes: number;
  dispose(): Promise<void>;
}

export interface LoadModelOptions {
  /** Precision of the translation generators; segmentation generators keep to float32. */
  readonly precision: Precision;
  /** Overrides the manifest's: whose statistics batch normalisation uses. */
  readonly normalisation?: 'tile' | 'running';
}

/**
 * Reads the weights of the plan's networks and loads them, one by one so that only one weight file is in memory twice.
 *
 * Throws `model-invalid` for weights that do not fit their architecture or checksum; nothing stays loaded then.
 */
export async function loadModel(
  folder: { readonly dir: string; readonly manifest: ModelManifest },
  plan: Plan,
  backend: Backend,
  options: LoadModelOptions,
  control: Control = {},
): Promise<LoadedModel> {
  const { manifest } = folder;
  const networks = new Map<string, LoadedNetwork>();
  const dispose = async () => {
    for (const network of networks.values()) await network.dispose();
    networks.clear();
  };

  try {
    for (const [index, step] of plan.steps.entries()) {
      throwIfCancelled(control);
      control.report?.({ stage: 'loading networks', done: index, total: plan.steps.length });
      networks.set(step.name, await loadStep(folder, step, backend, options));
    }
  } catch (error) {
    await dispose();
    throw error;
  }
  return { manifest, plan, networks, lanes: backend.lanes, dispose };
}

async function loadStep(
  folder: { readonly dir: string; readonly manifest: ModelManifest },
  step: Step,
  backend: Backend,
  options: LoadModelOptions,
): Promise<LoadedNetwork> {
  const { dir, manifest } = folder;
  const network = buildNetwork(step.entry.architecture);
  const weights = await readNetworkWeights(dir, step.entry);
  const normalisation = options.normalisation ?? manifest.normalisation;
  checkWeights(network, weights, { normalisation });
  return backend.load(network, weights, {
    normalisation,
    precision: precisionFor(step, options.precision),
    tilePx: manifest.tilePx,
  });
}

/**
 * Precision of a step when a model is to be run in `precision`. Cells are cut out of the segmentation by thresholds,
 * where a rounding error can join two of them, and its generators are a small part of the work: they stay in float32
 * (decision 0007).
 */
export function precisionFor({ entry }: Step, precision: Precision): Precision {
  return 'output' in entry ? 'float32' : precision;
}
