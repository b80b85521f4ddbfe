// The generator that makes an IHC image of grey hematoxylin, DAPI and a segmentation (paper, "synthetic data"; reference
// sheet 5), from a run of `deepliif train --model SDG` or from a model folder.

import { basename, dirname, join, resolve } from 'node:path';
import type { BackendId } from '../backends/backend.js';
import { chooseBackend } from '../backends/chooseBackend.js';
import { readFileBytes } from '../files/fileBytes.js';
import {
  MANIFEST_FILE,
  readModelFolder,
  readNetworkWeights,
  weightsSha256,
} from '../checkpoints/modelFolder.js';
import { parseJsonObject } from '../files/strictJson.js';
import { exists } from '../files/writeBeside.js';
import { concatenate } from '../inference/inferTile.js';
import { greyLevel } from '../inference/emptyTile.js';
import { planesToRaster, rasterToPlanes } from '../inference/normalise.js';
import type { GeneratorArchitecture } from '../networks/architecture.js';
import { buildNetwork } from '../networks/build.js';
import { checkWeights } from '../networks/parameters.js';
import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import type { Weights } from '../tensors/weights.js';
import { RUN_FILE } from '../reading/runFile.js';
import { CHECKPOINTS, checkpointsIn, TENSORS } from '../reading/runCheckpoints.js';
import { readSafetensors } from '../tensors/safetensors.js';
import { MAXIMUM_WEIGHT_BYTES, MODEL_FILE, WEIGHT_FILE } from '../tensors/weightFile.js';
import { generatorArchitecture } from '../training/plan/architectureShapes.js';
import { modelOfRun } from './storedGenerator.js';

/** Input images of the generator, in the order of its channels. */
export const SYNTHESIS_INPUTS: readonly string[] = ['grey-hematoxylin', 'dapi', 'segmentation'];
export const SYNTHESIS_OUTPUT = 'ihc';

export interface IhcGenerator {
  /** Origin of its weights: a checkpoint of a run, or a model folder. */
  readonly source: string;
  /** Hash of its weights as safetensors. */
  readonly sha256: string;
  readonly backend: string;
  /** Makes an IHC image of three images of one size, which `requireSize` must accept. */
  generate(greyHematoxylin: Raster, dapi: Raster, segmentation: Raster): Promise<Raster>;
  /** @throws EngineError `usage` for a tile that the network cannot take */
  requireSize(width: number, height: number, where: string): void;
  dispose(): Promise<void>;
}

/** Grey image, the level in all three channels, by Pillow's conversion to "L". */
export function greyOf(image: Raster): Raster {
  const data = new Uint8Array(image.data.length);
  for (let i = 0; i < data.length; i += 3)
    data.fill(greyLevel(image.data[i]!, image.data[i + 1]!, image.data[i + 2]!), i, i + 3);
  return { ...image, data };
}

/**
 * Opens a generator. Batch normalisation uses the tile's own statistics, as all inference of the reference.
 *
 * @param place a run (its last checkpoint), a checkpoint of a run, or a model folder
 * @throws EngineError `model-not-found`, `model-invalid` when it makes no IHC images of those inputs
 */
export async function openIhcGenerator(place: string, wanted?: BackendId): Promise<IhcGenerator> {
  const { source, architecture, weights } = await readGenerator(place);
  const network = buildNetwork(architecture);
  checkWeights(network, weights, { normalisation: 'tile' });
  const { backend } = await chooseBackend(wanted, 'float32');
  try {
    const options = { normalisation: 'tile', precision: 'float32', tilePx: 512 } as const;
    const loaded = await backend.load(network, weights, options);
    const multiple = multipleOf(architecture);
    return {
      source,
      sha256: weightsSha256(weights),
      backend: backend.description,
      async generate(...images) {
        return planesToRaster(await loaded.run(concatenate(images.map(rasterToPlanes))));
      },
      requireSize(width, height, where) {
        if (width % multiple !== 0 || height % multiple !== 0)
          throw new EngineError(
            'usage',
            `${where}: ${architecture.name} takes tiles whose sides are multiples of ${multiple} px, not ${width} × ${height} px.`,
          );
      },
      async dispose() {
        await loaded.dispose();
        await backend.dispose();
      },
    };
  } catch (error) {
    await backend.dispose();
    throw error;
  }
}

interface StoredGenerator {
  readonly source: string;
  readonly architecture: GeneratorArchitecture;
  readonly weights: Weights;
}

async function readGenerator(place: string): Promise<StoredGenerator> {
  if (await exists(join(place, MANIFEST_FILE))) return readFromModel(place);
  if (await exists(join(place, RUN_FILE))) return readFromRun(place, await lastCheckpoint(place));
  const run = dirname(dirname(resolve(place)));
  if (await exists(join(run, RUN_FILE))) return readFromRun(run, resolve(place));
  throw new EngineError(
    'model-not-found',
    `${place} is neither a run (with run.json), nor a checkpoint of one, nor a model folder (with ${MANIFEST_FILE}). ` +
      'Train a generator with "deepliif data synthesis-rows" and "deepliif train --model SDG".',
  );
}

async function readFromModel(dir: string): Promise<StoredGenerator> {
  const { manifest } = await readModelFolder(dir);
  const outputs = manifest.translations.map(({ modality }) => modality);
  const entry = manifest.translations.find(({ modality }) => modality === SYNTHESIS_OUTPUT);
  if (!entry) throw wrongModel(dir, manifest.inputs, outputs);
  refuseOthers(dir, manifest.inputs, outputs, entry.architecture);
  return { source: dir, architecture: entry.architecture, weights: await readNetworkWeights(dir, entry) };
}

async function readFromRun(run: string, checkpoint: string): Promise<StoredGenerator> {
  const path = join(run, RUN_FILE);
  const description = parseJsonObject(
    await readFileBytes(path, 64 * 1024 * 1024, MODEL_FILE),
    path,
    MODEL_FILE,
  );
  const { inputs, translations } = modelOfRun(description, path);
  const outputs = translations.map(({ modality }) => modality);
  const chosen = translations.find(({ modality }) => modality === SYNTHESIS_OUTPUT);
  if (!chosen) throw wrongModel(run, inputs, outputs);
  const architecture = generatorArchitecture(chosen.generator, `${path}: generator`);
  refuseOthers(run, inputs, outputs, architecture);
  const file = join(checkpoint, TENSORS);
  const all = readSafetensors(await readFileBytes(file, MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE), file).weights;
  const prefix = `${SYNTHESIS_OUTPUT}/`;
  const own = [...all].filter(([name]) => name.startsWith(prefix));
  return {
    source: `${basename(resolve(run))}/${CHECKPOINTS}/${basename(checkpoint)}`,
    architecture,
    weights: new Map(own.map(([name, tensor]) => [name.slice(prefix.length), tensor])),
  };
}

async function lastCheckpoint(run: string): Promise<string> {
  const last = (await checkpointsIn(run)).at(-1);
  if (last === undefined)
    throw new EngineError(
      'model-not-found',
      `${run} has no checkpoint yet. Let it train to the end of an epoch.`,
    );
  return join(run, CHECKPOINTS, last);
}

function refuseOthers(
  place: string,
  inputs: readonly string[],
  outputs: readonly string[],
  { inChannels, outChannels }: GeneratorArchitecture,
): void {
  const fits = inputs.join() === SYNTHESIS_INPUTS.join();
  if (!fits || inChannels !== 3 * SYNTHESIS_INPUTS.length || outChannels !== 3)
    throw wrongModel(place, inputs, outputs);
}

function wrongModel(place: string, inputs: readonly string[], outputs: readonly string[]): EngineError {
  return new EngineError(
    'model-invalid',
    `${place} makes ${outputs.join(', ') || 'nothing'} of ${inputs.join(', ') || 'nothing'}; expected is a model that makes ` +
      `${SYNTHESIS_OUTPUT} of ${SYNTHESIS_INPUTS.join(', ')}. "deepliif data synthesis-rows" makes the rows to train it on.`,
  );
}

/** Number of pixels of which the sides of its input must be multiples. */
function multipleOf({ name }: GeneratorArchitecture): number {
  const size = /^unet_(\d+)$/.exec(name)?.[1];
  if (size !== undefined) return Number(size);
  return name === 'unet_512_attention' ? 256 : 4;
}
