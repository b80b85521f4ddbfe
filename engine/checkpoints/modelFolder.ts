// A model is a folder: manifest.json, one safetensors file per network or one ONNX file, a card, a test pair. This file
// reads such folders and is the only one that writes them.

import { MODEL_FILE, MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE } from '../tensors/weightFile.js';
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import type { ModelManifest, NetworkEntry } from '../deepliif/manifest.js';
import type { Weights } from '../tensors/weights.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import { readFileBytes, quoted } from '../files/fileBytes.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { MAXIMUM_MANIFEST_BYTES, networkEntries, parseManifest, validateManifest } from './manifest.js';

import { encodeSafetensors, readSafetensors } from '../tensors/safetensors.js';
import { exists, makeBeside, writePieces } from '../files/writeBeside.js';

export const MANIFEST_FILE = 'manifest.json';

/** Paths of models/schema.json: no part of a path begins with a dot, so none leads out of the folder. */
const FILE_NAME = /^[A-Za-z0-9_][A-Za-z0-9_.-]*(\/[A-Za-z0-9_][A-Za-z0-9_.-]*)*$/;

export interface ModelFolder {
  readonly manifest: ModelManifest;
  /** The folder; of a program, that of its plug-in. */
  readonly dir: string;
  /** Plug-in that brings the model. */
  readonly plugin?: ModelPlugin;
  /** Program that computes in place of files. Only a plug-in's declaration names one, never a manifest. */
  readonly program?: ModelProgram;
}

export interface ModelPlugin {
  /** "publisher.name" */
  readonly id: string;
  readonly title: string;
  readonly version: string;
}

/** Program that speaks JSON-RPC over its standard input and output. */
export interface ModelProgram {
  readonly command: string;
  readonly args: readonly string[];
}

/** A network's weights, read when they are needed, so that a model of 1.5 GB is never in memory as a whole. */
export type WeightSource = Weights | (() => Promise<Weights>);

/**
 * @throws EngineError `model-not-found` when there is no manifest.json, `model-invalid` when it is wrong
 */
export async function readModelFolder(dir: string): Promise<ModelFolder> {
  const path = join(dir, MANIFEST_FILE);
  if (!(await exists(path)))
    throw new EngineError(
      'model-not-found',
      `${dir}: is no model folder, there is no ${MANIFEST_FILE}; a checkpoint folder of DeepLIIF becomes one ` +
        'with "deepliif model import"',
    );
  return {
    manifest: parseManifest(await readFileBytes(path, MAXIMUM_MANIFEST_BYTES, MODEL_FILE), path),
    dir,
  };
}

/**
 * The weights of one network of the model, after their checksum has been compared.
 *
 * @throws EngineError `model-invalid` when the file is missing, altered or no safetensors
 */
export async function readNetworkWeights(dir: string, entry: NetworkEntry): Promise<Weights> {
  const path = join(dir, entry.weights);
  if (!(await exists(path)))
    throw invalidModel(path, `is named in ${MANIFEST_FILE} but missing; copy the model folder again`);
  const bytes = await readFileBytes(path, MAXIMUM_WEIGHT_BYTES, WEIGHT_FILE);
  const sha256 = sha256Of([bytes]);
  if (sha256 !== entry.sha256)
    throw invalidModel(
      path,
      `does not match ${MANIFEST_FILE} (SHA-256 ${sha256} instead of ${entry.sha256}); copy the model folder again`,
    );
  return readSafetensors(bytes, path).weights;
}

/** Checksum of the manifest, or of the declaration of a program: it changes with the model. */
export async function manifestSha256({ dir, manifest, plugin, program }: ModelFolder): Promise<string> {
  const bytes = program
    ? new TextEncoder().encode(JSON.stringify({ manifest, plugin, program }))
    : await readFileBytes(join(dir, MANIFEST_FILE), MAXIMUM_MANIFEST_BYTES, MODEL_FILE);
  return sha256Of([bytes]);
}

/** Checksum of the file that these weights become. */
export function weightsSha256(weights: Weights): string {
  return sha256Of(encodeSafetensors(weights));
}

export function sha256Of(pieces: Iterable<Uint8Array>): string {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('hex');
}

export interface WriteModelOptions {
  /** Replace an existing model folder (one with a manifest.json; anything else is never touched). */
  readonly overwrite?: boolean;
}

/**
 * Writes a model folder; it is complete or absent. `weightsByFile` has one entry per weight file of the manifest;
 * `extraFiles` (card, test pair) are copied as they are.
 *
 * @throws EngineError `model-invalid` when manifest and weights do not fit, `output-unwritable` when `dir` exists
 *   already or the disk refuses, `cancelled`
 */
export async function writeModelFolder(
  dir: string,
  manifest: ModelManifest,
  weightsByFile: ReadonlyMap<string, WeightSource>,
  extraFiles: ReadonlyMap<string, Uint8Array> = new Map(),
  { overwrite = false }: WriteModelOptions = {},
  control: Control = {},
): Promise<void> {
  validateManifest(manifest, `manifest of ${manifest.id}`);
  const expected = new Map(networkEntries(manifest).map(({ weights, sha256 }) => [weights, sha256]));
  checkFiles(manifest, expected, weightsByFile, extraFiles);
  const replacesFolder = await checkTarget(dir, overwrite);
  const fill = async (temporary: string): Promise<void> => {
    await mkdir(temporary);
    for (const [i, [file, sha256]] of [...expected].entries()) {
      control.report?.({ stage: 'writing networks', done: i, total: expected.size });
      await yieldToEventLoop(control);
      const source = weightsByFile.get(file)!;
      const pieces = encodeSafetensors(typeof source === 'function' ? await source() : source);
      if (sha256Of(pieces) !== sha256)
        throw invalidModel(
          `${manifest.id}/${file}`,
          'these weights do not have the checksum in the manifest',
        );
      await writePieces(join(temporary, file), pieces);
    }
    for (const [file, bytes] of extraFiles) await writePieces(join(temporary, file), [bytes]);
    await writePieces(join(temporary, MANIFEST_FILE), [encodeManifest(manifest)]);
  };
  await makeBeside(dir, fill, { replacesFolder });
}

function encodeManifest(manifest: ModelManifest): Uint8Array {
  return new TextEncoder().encode(`${JSON.stringify(manifest, null, 2)}\n`);
}

function checkFiles(
  manifest: ModelManifest,
  expected: ReadonlyMap<string, string>,
  weightsByFile: ReadonlyMap<string, WeightSource>,
  extraFiles: ReadonlyMap<string, Uint8Array>,
): void {
  const where = `manifest of ${manifest.id}`;
  for (const file of expected.keys())
    if (!weightsByFile.has(file)) throw invalidModel(where, `names ${file}, for which there are no weights`);
  for (const file of weightsByFile.keys())
    if (!expected.has(file)) throw invalidModel(where, `does not name ${file}, for which there are weights`);
  for (const file of extraFiles.keys())
    if (!FILE_NAME.test(file) || file === MANIFEST_FILE || expected.has(file))
      throw invalidModel(where, `an extra file must not be named ${quoted(file)}`);
  const testFiles = manifest.test ? [manifest.test.input, ...Object.values(manifest.test.expected)] : [];
  for (const file of testFiles)
    if (!extraFiles.has(file)) throw invalidModel(where, `names ${file} of the test pair, which is missing`);
}

/**
 * @returns true if a model is there that may be replaced
 * @throws EngineError `output-unwritable` for a folder that must not be replaced
 */
export async function checkTarget(dir: string, overwrite: boolean): Promise<boolean> {
  if (!(await exists(dir))) return false;
  if (overwrite && (await exists(join(dir, MANIFEST_FILE)))) return true;
  throw new EngineError(
    'output-unwritable',
    overwrite
      ? `${dir}: exists and is no model folder (no ${MANIFEST_FILE}), so it is not replaced; choose another folder`
      : `${dir}: exists already; choose another folder or allow replacing it (--overwrite)`,
  );
}
