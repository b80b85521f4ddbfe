// A model ready to run: its plan and one loaded network per step, on one backend. Whoever loads it disposes it.

import type { Backend, LoadedNetwork, Planes, Precision } from '../backends/backend.js';
import { readNetworkWeights } from '../checkpoints/modelFolder.js';
import type { ModelManifest } from '../deepliif/manifest.js';
import type { Plan, Step } from '../deepliif/plan.js';
import { buildNetwork } from '../networks/build.js';
import { checkWeights } from '../networks/parameters.js';
import type { Control } from '../protocol/progress.js';
import { throwIfCancelled } from './cancel.js';
import { concatenate } from './inferTile.js';

export interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly plan: Plan;
  readonly networks: ReadonlyMap<string, LoadedNetwork>;
  readonly lanes: number;
  dispose(): Promise<void>;
}

export interface LoadModelOptions {
  readonly precision: Precision;
  /** Overrides the manifest's: whose statistics batch normalisation uses. */
  readonly normalisation?: 'tile' | 'running';
  /** Typical input tile, (3·inputs, tilePx, tilePx); an int8 model learns its ranges from it. */
  readonly calibration?: Planes;
}

/**
 * Reads the weights of the plan's networks and loads them, one by one so that only one weight file is in memory twice.
 *
 * For int8 each network is calibrated on what the float32 networks before it make of the calibration tile.
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
  const calibrationImages = new Map<string, Planes>();
  if (options.precision === 'int8' && options.calibration)
    for (const [name, planes] of splitInputs(manifest.inputs, options.calibration))
      calibrationImages.set(name, planes);

  try {
    for (const [index, step] of plan.steps.entries()) {
      throwIfCancelled(control);
      control.report?.({ stage: 'loading networks', done: index, total: plan.steps.length });
      networks.set(step.name, await loadStep(folder, step, backend, options, calibrationImages));
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
  calibrationImages: Map<string, Planes>,
): Promise<LoadedNetwork> {
  const { dir, manifest } = folder;
  const network = buildNetwork(step.entry.architecture);
  const weights = await readNetworkWeights(dir, step.entry);
  const normalisation = options.normalisation ?? manifest.normalisation;
  checkWeights(network, weights, { normalisation });
  const load = { normalisation, tilePx: manifest.tilePx };
  if (options.precision === 'float32')
    return backend.load(network, weights, { ...load, precision: 'float32' });

  const images = step.reads.map((name) => calibrationImages.get(name)).filter((image) => image !== undefined);
  const calibration = images.length === step.reads.length ? [concatenate(images)] : undefined;
  if (calibration && isReadByOthers(step, manifest)) {
    const reference = await backend.load(network, weights, { ...load, precision: 'float32' });
    try {
      calibrationImages.set(step.name, await reference.run(calibration[0]!));
    } finally {
      await reference.dispose();
    }
  }
  return backend.load(network, weights, {
    ...load,
    precision: options.precision,
    ...(calibration ? { calibration } : {}),
  });
}

function isReadByOthers(step: Step, manifest: ModelManifest): boolean {
  return manifest.segmentations.some((entry) => entry.from.includes(step.name));
}

/** Channel groups of three, one for each input image. */
export function splitInputs(names: readonly string[], tile: Planes): ReadonlyMap<string, Planes> {
  const size = 3 * tile.height * tile.width;
  return new Map(
    names.map((name, index) => [
      name,
      { ...tile, channels: 3, data: tile.data.subarray(index * size, (index + 1) * size) },
    ]),
  );
}
