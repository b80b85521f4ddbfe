// Reads and checks manifest.json: its shape against models/schema.json, its meaning here (names that refer to each
// other, channels that must add up).

import { MODEL_FILE } from '../tensors/weightFile.js';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { Ajv, type ErrorObject, type ValidateFunction } from 'ajv';

import type { ModelManifest, NetworkEntry } from '../deepliif/manifest.js';
import { PROVIDED_MAP } from '../deepliif/providedPlan.js';
import { buildNetwork } from '../networks/build.js';
import { packageRoot } from '../files/packageRoot.js';
import { quoted } from '../files/fileBytes.js';
import { invalidModel } from '../tensors/invalidModel.js';
import { parseJsonObject } from '../files/strictJson.js';

export const MAXIMUM_MANIFEST_BYTES = 4 * 1024 * 1024;

/** Every input image and every modality has red, green and blue. */
const CHANNELS_PER_IMAGE = 3;

let validator: ValidateFunction | undefined;

function schemaValidator(): ValidateFunction {
  // Conditions of the schema name fields that are declared outside of them.
  validator ??= new Ajv({ allErrors: false, strict: true, strictRequired: false }).compile(
    JSON.parse(readFileSync(join(packageRoot(), 'models', 'schema.json'), 'utf8')) as object,
  );
  return validator;
}

/** @throws EngineError `model-invalid`; `where` names the bytes. */
export function parseManifest(bytes: Uint8Array, where: string): ModelManifest {
  if (bytes.length > MAXIMUM_MANIFEST_BYTES)
    throw invalidModel(where, `has ${bytes.length} bytes; at most ${MAXIMUM_MANIFEST_BYTES} are read`);
  return validateManifest(parseJsonObject(bytes, where, MODEL_FILE), where);
}

/**
 * Returns `value` as a manifest when it is one.
 *
 * @throws EngineError `model-invalid` that names the first offending field
 */
export function validateManifest(value: unknown, where: string): ModelManifest {
  const validate = schemaValidator();
  if (!validate(value)) throw invalidModel(where, describe(validate.errors?.[0]));
  // The schema says the same as the type; the manifest of an ONNX file need not say that it has no networks of ours.
  const written = value as ModelManifest;
  const manifest: ModelManifest = written.onnx ? { ...NO_NETWORKS, ...written } : written;
  checkNames(manifest, where);
  checkChannels(manifest, where);
  checkOverlap(manifest, where);
  checkTestPair(manifest, where);
  return manifest;
}

const NO_NETWORKS = { normalisation: 'running', translations: [], segmentations: [] } as const;

function describe(error: ErrorObject | undefined): string {
  if (!error) return 'does not follow models/schema.json';
  const place = error.instancePath === '' ? 'the manifest' : error.instancePath.slice(1).replaceAll('/', '.');
  const params = error.params as Record<string, unknown>;
  const detail = params.additionalProperty ?? params.allowedValues ?? params.allowedValue;
  return `${place} ${error.message}${detail === undefined ? '' : `: ${JSON.stringify(detail)}`}`;
}

function checkNames(manifest: ModelManifest, where: string): void {
  const modalities = modalitiesOf(manifest);
  const images = [...manifest.inputs, ...modalities];
  refuseDuplicate(images, 'two inputs or modalities', where);
  refuseDuplicate(
    manifest.segmentations.map(({ name }) => name),
    'two segmentations',
    where,
  );
  if (!manifest.onnx && manifest.translations.length + manifest.segmentations.length === 0)
    throw invalidModel(where, 'names no network; expected translations, segmentations or both');
  for (const { name, from } of manifest.segmentations)
    for (const image of from)
      if (!images.includes(image))
        throw invalidModel(
          where,
          `segmentation ${quoted(name)} is made from ${quoted(image)}; the model has ${images.join(', ')}`,
        );
  const checksums = new Map<string, string>();
  for (const { weights, sha256 } of networkEntries(manifest)) {
    if ((checksums.get(weights) ?? sha256) !== sha256)
      throw invalidModel(where, `gives ${quoted(weights)} two different checksums`);
    checksums.set(weights, sha256);
  }
}

function checkChannels(manifest: ModelManifest, where: string): void {
  const expected: [string, NetworkEntry, number][] = [
    ...manifest.translations.map((t): [string, NetworkEntry, number] => [
      t.modality,
      t,
      manifest.inputs.length,
    ]),
    ...manifest.segmentations.map((s): [string, NetworkEntry, number] => [s.name, s, s.from.length]),
  ];
  for (const [name, { architecture }, images] of expected) {
    if (architecture.inChannels !== images * CHANNELS_PER_IMAGE)
      throw invalidModel(
        where,
        `network ${quoted(name)} takes ${architecture.inChannels} channels, but ${images} image(s) of ` +
          `${CHANNELS_PER_IMAGE} channels go in`,
      );
    const multiple = buildNetwork(architecture).sizeMultiplePx;
    if (manifest.tilePx % multiple !== 0)
      throw invalidModel(
        where,
        `tiles of ${manifest.tilePx} px do not fit network ${quoted(name)}, which needs a multiple of ${multiple}`,
      );
  }
}

function checkOverlap({ tilePx, overlapPx = 0 }: ModelManifest, where: string): void {
  if (2 * overlapPx >= tilePx)
    throw invalidModel(
      where,
      `has an overlap of ${overlapPx} px, of which tiles of ${tilePx} px keep no centre; expected less than ${tilePx / 2}`,
    );
}

function checkTestPair(manifest: ModelManifest, where: string): void {
  const outputs = new Set([
    ...modalitiesOf(manifest),
    ...manifest.segmentations.map(({ output }) => output),
    ...(manifest.onnx?.segmentation ? [PROVIDED_MAP] : []),
  ]);
  for (const name of Object.keys(manifest.test?.expected ?? {}))
    if (!outputs.has(name))
      throw invalidModel(
        where,
        `the test expects ${quoted(name)}; the model makes ${[...outputs].join(', ')}`,
      );
}

function modalitiesOf({ translations, onnx }: ModelManifest): readonly string[] {
  return [...translations, ...(onnx?.modalities ?? [])].map(({ modality }) => modality);
}

function refuseDuplicate(names: readonly string[], what: string, where: string): void {
  const duplicate = names.find((name, index) => names.indexOf(name) !== index);
  if (duplicate !== undefined) throw invalidModel(where, `${what} are named ${quoted(duplicate)}`);
}

/** All networks of a model: translations, then segmentations. */
export function networkEntries(manifest: ModelManifest): readonly NetworkEntry[] {
  return [...manifest.translations, ...manifest.segmentations];
}
