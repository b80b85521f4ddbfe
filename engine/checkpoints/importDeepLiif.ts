// Imports a checkpoint folder of the reference as a model: its options describe the model, its weight files the
// networks, and both must agree.

import { basename, join, resolve } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import type { ModelManifest, NetworkEntry } from '../deepliif/manifest.js';
import { quoted, readFileBytes } from '../files/fileBytes.js';
import { buildNetwork } from '../networks/build.js';
import { checkWeights } from '../networks/parameters.js';
import type { Control } from '../protocol/progress.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE } from '../tensors/weightFile.js';
import type { Weights } from '../tensors/weights.js';
import { interpretTrainOptions } from './deepLiifOptions.js';
import { importedKinds, type DeepLiifOptions, type ModelParts } from './importedKinds.js';
import { compareArchitecture, inferArchitecture, type ExpectedArchitecture } from './inferArchitecture.js';
import { validateManifest } from './manifest.js';
import { sha256Of, weightsSha256, type WeightSource } from './modelFolder.js';
import { listNetworkFiles, type NetworkFiles } from './networkFiles.js';
import { readCheckpoint, readCheckpointBytes } from './readCheckpoint.js';
import { slug } from './slug.js';
import { readTrainOptions, TRAIN_OPTIONS_FILE, type TrainOptions } from './trainOptions.js';

export interface ImportOptions {
  /** State of the training: "latest" (default), an epoch's number, "iter_<n>". Serialised models have one. */
  readonly epoch?: string;
  /** Default: the folder's name. */
  readonly title?: string;
  /** Default: after the folder's name. */
  readonly id?: string;
  /** Direction of a CycleGAN; default: the one it was trained with. */
  readonly direction?: 'AtoB' | 'BtoA';
  /** Micrometres per pixel of the training images; default: those of the kind of model, if it has usual ones. */
  readonly mpp?: number;
}

export interface ImportedModel {
  readonly manifest: ModelManifest;
  /** Weights by file name; each reads its network anew, so that only one is in memory at a time. */
  readonly weightsByFile: ReadonlyMap<string, WeightSource>;
}

/** The limit of models/schema.json. */
const MAXIMUM_TITLE_LENGTH = 200;

/**
 * Reads a folder of .pth or .pt files and train_opt.txt (all releases, all model types) and says which model it is.
 * Discriminators and the state of training are left behind.
 *
 * @throws EngineError `model-not-found` when files are missing, `model-invalid` when one is broken or they do not
 *   belong together, `cancelled`
 */
export async function importDeepLiif(
  dir: string,
  request: ImportOptions = {},
  control: Control = {},
): Promise<ImportedModel> {
  const trainOptions = await readTrainOptions(dir);
  const options = interpretTrainOptions(trainOptions, join(dir, TRAIN_OPTIONS_FILE));
  const files = await listNetworkFiles(dir, request.epoch);
  const kind = importedKinds.named(options.kind);
  const parts = kind.parts(options, new Set(files.paths.keys()), request.direction ?? options.direction);
  checkComplete(parts, files, dir);

  const weightsByFile = new Map<string, WeightSource>();
  const checksums = new Map<string, string>();
  const total = parts.translations.length + parts.segmentations.length;
  const importNetwork = async (network: string, file: string, said: Said): Promise<NetworkEntry> => {
    control.report?.({ stage: 'reading networks', done: checksums.size, total });
    await yieldToEventLoop(control);
    const path = files.paths.get(network)!;
    const { entry, sha256 } = await inspectNetwork(path, file, said);
    weightsByFile.set(file, async () => (await readCheckpoint(path)).weights);
    checksums.set(basename(path), sha256);
    return entry;
  };
  const translations: ModelManifest['translations'][number][] = [];
  for (const [i, { network, ...part }] of parts.translations.entries()) {
    const entry = await importNetwork(network, `${part.modality}.safetensors`, translationSaid(options, i));
    translations.push({ ...part, ...entry });
  }
  const segmentations: ModelManifest['segmentations'][number][] = [];
  for (const [i, { network, ...part }] of parts.segmentations.entries()) {
    const entry = await importNetwork(network, `seg-${part.name}.safetensors`, segmentationSaid(options, i));
    segmentations.push({ ...part, ...entry });
  }

  const name = basename(resolve(dir));
  const mpp = request.mpp ?? kind.mpp;
  const manifest: ModelManifest = {
    schemaVersion: 1,
    id: request.id ?? slug(name),
    title: request.title ?? name.slice(0, MAXIMUM_TITLE_LENGTH),
    kind: options.kind,
    inputs: parts.inputs,
    tilePx: options.tilePx,
    ...(mpp === undefined ? {} : { mpp }),
    normalisation: 'tile',
    translations,
    segmentations,
    provenance: {
      source: `imported from ${name} (DeepLIIF, ${files.format === 'pth' ? 'PyTorch, .pth' : 'TorchScript, .pt'})`,
      files: Object.fromEntries(checksums),
      options: publicOptions(trainOptions),
    },
  };
  return { manifest: validateManifest(manifest, dir), weightsByFile };
}

function checkComplete(parts: ModelParts, files: NetworkFiles, dir: string): void {
  const needed = [...parts.translations, ...parts.segmentations].map(({ network }) => network);
  const missing = needed.filter((network) => !files.paths.has(network));
  if (missing.length > 0)
    throw invalidModel(
      dir,
      `the model needs the networks ${needed.join(', ')}, but there is no .${files.format} file for ` +
        `${missing.join(', ')}; copy the folder again`,
    );
}

/** Statements of the options about a network: to be compared with its weights, or needed where these are silent. */
interface Said {
  readonly expected: ExpectedArchitecture;
  readonly padding: 'reflect' | 'replicate';
  readonly dropout: boolean;
}

async function inspectNetwork(
  path: string,
  file: string,
  said: Said,
): Promise<{ readonly entry: NetworkEntry; readonly sha256: string }> {
  const bytes = await readFileBytes(path, MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE);
  const weights: Weights = (await readCheckpointBytes(bytes, path)).weights;
  const architecture = inferArchitecture(weights, said, path);
  compareArchitecture(architecture, said.expected, path);
  checkWeights(buildNetwork(architecture), weights, { normalisation: 'tile' });
  checkFinite(weights, path);
  return {
    entry: { weights: file, sha256: weightsSha256(weights), architecture },
    sha256: sha256Of([bytes]),
  };
}

/**
 * Refuses NaN and infinity, which a training that diverged leaves behind: every image would be grey without a
 * warning.
 */
function checkFinite(weights: Weights, where: string): void {
  for (const [name, { data }] of weights)
    for (const value of data)
      if (!Number.isFinite(value))
        throw invalidModel(where, `tensor ${quoted(name)} holds ${value}; did the training diverge?`);
}

function translationSaid(options: DeepLiifOptions, index: number): Said {
  const { norm, dropout, padding, upsampling, translationNetworks } = options;
  return {
    expected: { name: nth(translationNetworks, index), norm, dropout, padding, upsampling },
    padding: padding === 'replicate' ? 'replicate' : 'reflect',
    dropout: dropout ?? true,
  };
}

/** The reference hands neither padding nor upsampling on to segmentation generators: reflect and transposed. */
function segmentationSaid(options: DeepLiifOptions, index: number): Said {
  const { norm, dropout, segmentationNetworks } = options;
  const name = nth(segmentationNetworks, index);
  return {
    expected: { name, norm, dropout, padding: undefined, upsampling: 'transposed-convolution' },
    padding: 'reflect',
    dropout: dropout ?? true,
  };
}

/** Lists of architectures have one item per network, or one for all. */
function nth(names: readonly string[], index: number): string | undefined {
  return names.length === 1 ? names[0] : names[index];
}

/** Options without the paths and addresses of the machine that trained, which are private. */
function publicOptions(options: TrainOptions): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    [...options].filter(([, value]) => typeof value !== 'string' || !/[/\\]/.test(value)),
  );
}
