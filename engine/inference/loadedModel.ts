// A model ready to run: its plan and one loaded network per step, on one backend; or something from elsewhere that makes
// all images of a tile at once. The caller that loads it disposes of it.

import type { Backend, LoadedNetwork, Precision } from '../backends/backend.js';
import { readNetworkWeights } from '../checkpoints/modelFolder.js';
import type { ModelManifest } from '../deepliif/manifest.js';
import type { Plan, Step } from '../deepliif/plan.js';
import { buildNetwork } from '../networks/build.js';
import { checkWeights, parametersOf } from '../networks/parameters.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { throwIfCancelled } from '../control/cancel.js';

/** A model that analyses tiles. */
export type TileModel = LoadedModel | ProvidedModel;

/** An ONNX file or a program from elsewhere. */
export interface ProvidedModel {
  readonly manifest: ModelManifest;
  readonly plan: Plan;
  /**
   * Images of a tile by name, as `plan.kept` lists them. `tile`: input name → (tilePx, tilePx, 3).
   * @throws EngineError `model-invalid` or `plugin-failed` with the model's name for results of another size, NaN,
   *   crashes and hangs; `cancelled`
   */
  infer(tile: ReadonlyMap<string, Raster>, control: Control): Promise<ReadonlyMap<string, Raster>>;
  dispose(): Promise<void>;
}

/** Networks on a backend. */
export interface LoadedModel {
  readonly manifest: ModelManifest;
  readonly plan: Plan;
  readonly networks: ReadonlyMap<string, LoadedNetwork>;
  readonly lanes: number;
  /**
   * Networks for tiles that show almost nothing: their batch norms use trained statistics. They are loaded when they are
   * first asked for. Absent: `networks` serve such tiles, too.
   */
  readonly networksForSparseTiles?: (control: Control) => Promise<ReadonlyMap<string, LoadedNetwork>>;
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
  const normalisation = options.normalisation ?? manifest.normalisation;
  const networks = await loadSteps(
    plan.steps,
    (step) => loadStep(folder, step, backend, { ...options, normalisation }),
    control,
  );
  let others: Promise<ReadonlyMap<string, LoadedNetwork>> | undefined;
  const loadOthers = (asked: Control) =>
    loadSteps(
      plan.steps,
      async (step) =>
        (await hasTrainedStatistics(folder.dir, step))
          ? loadStep(folder, step, backend, { ...options, normalisation: 'running' })
          : undefined,
      asked,
    );
  return {
    manifest,
    plan,
    networks,
    lanes: backend.lanes,
    ...(normalisation === 'running'
      ? {}
      : {
          networksForSparseTiles: async (asked: Control) => {
            others ??= loadOthers(asked);
            try {
              return new Map([...networks, ...(await others)]);
            } catch (error) {
              others = undefined; // it may have been cancelled
              throw error;
            }
          },
        }),
    dispose: async () => {
      await disposeAll(networks);
      const loaded = await others?.catch(() => undefined); // who asked for them has the failure
      if (loaded) await disposeAll(loaded);
    },
  };
}

/** Loads a network for each step that has one; nothing stays loaded after a failure. */
async function loadSteps(
  steps: readonly Step[],
  load: (step: Step) => Promise<LoadedNetwork | undefined>,
  control: Control,
): Promise<ReadonlyMap<string, LoadedNetwork>> {
  const networks = new Map<string, LoadedNetwork>();
  try {
    for (const [index, step] of steps.entries()) {
      throwIfCancelled(control);
      control.report?.({ stage: 'loading networks', done: index, total: steps.length });
      const network = await load(step);
      if (network) networks.set(step.name, network);
    }
    return networks;
  } catch (error) {
    await disposeAll(networks);
    throw error;
  }
}

async function disposeAll(networks: ReadonlyMap<string, LoadedNetwork>): Promise<void> {
  for (const network of networks.values()) await network.dispose();
}

/** True if the network has batch norms, and its weights the statistics of training; importers may leave them out. */
async function hasTrainedStatistics(dir: string, { entry }: Step): Promise<boolean> {
  const statistics = parametersOf(buildNetwork(entry.architecture)).filter(
    ({ role }) => role === 'runningMean' || role === 'runningVariance',
  );
  if (statistics.length === 0) return false;
  const weights = await readNetworkWeights(dir, entry);
  return statistics.every(({ name }) => weights.has(name));
}

async function loadStep(
  folder: { readonly dir: string; readonly manifest: ModelManifest },
  step: Step,
  backend: Backend,
  options: LoadModelOptions & { readonly normalisation: 'tile' | 'running' },
): Promise<LoadedNetwork> {
  const { dir, manifest } = folder;
  const { normalisation } = options;
  const network = buildNetwork(step.entry.architecture);
  const weights = await readNetworkWeights(dir, step.entry);
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
