// Parity of the networks' float outputs before they are rounded to 8 bit (fixture d).

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Backend, Planes } from '../../engine/backends/backend.js';
import type { ModelFolder } from '../../engine/checkpoints/modelFolder.js';
import { plan } from '../../engine/deepliif/plan.js';
import { inferTile } from '../../engine/inference/inferTile.js';
import { loadModel } from '../../engine/inference/loadedModel.js';
import { rasterToPlanes } from '../../engine/inference/normalise.js';
import { largestDifference, within, type ParityCheck } from './check.js';
import { readRgb } from './dModel.js';

interface FloatOutputs {
  readonly image: string;
  readonly tensors: Readonly<Record<string, { readonly file: string; readonly shape: readonly number[] }>>;
}

export async function* floatChecks(
  folder: string,
  outputs: unknown,
  model: ModelFolder,
  backend: Backend,
): AsyncGenerator<ParityCheck> {
  if (!outputs) return;
  const { image, tensors } = outputs as FloatOutputs;
  const steps = plan(model.manifest, { scope: 'all', intermediateMaps: true });
  const loaded = await loadModel(model, steps, backend, { precision: 'float32' });
  try {
    const tile = rasterToPlanes(await readRgb(join(folder, image)));
    const images = await inferTile(loaded, new Map([[model.manifest.inputs[0]!, tile]]));
    for (const [name, { file, shape }] of Object.entries(tensors)) {
      const bytes = await readFile(join(folder, 'tile512_float', file));
      const expected = new Float32Array(new Uint8Array(bytes).buffer);
      const actual = images.get(nameOf(name, model));
      const error = actual ? largestDifference(everyNth(actual, shape.at(-1)!), expected) : Infinity;
      yield within(`float output · ${name}`, error, 1e-4);
    }
  } finally {
    await loaded.dispose();
  }
}

/**
 * Our name of a network. The reference's G1 is the first translation, GS0 the segmentation generator of the input, GS
 * or GS_s2 their sum.
 */
function nameOf(reference: string, { manifest }: ModelFolder): string {
  const [, kind, number] = /^(GS?)(\d*)/.exec(reference)!;
  if (number === '') return 'Seg';
  return kind === 'G'
    ? manifest.translations[Number(number) - 1]!.modality
    : `Seg-${manifest.segmentations[Number(number)]!.name}`;
}

/** Every n-th pixel in both directions, with n such that a row has `width` of them. */
function everyNth({ channels, height, width: full, data }: Planes, width: number): Float32Array {
  const n = full / width;
  const picked = new Float32Array(channels * Math.ceil(height / n) * width);
  let at = 0;
  for (let c = 0; c < channels; c++)
    for (let y = 0; y < height; y += n)
      for (let x = 0; x < full; x += n) picked[at++] = data[(c * height + y) * full + x]!;
  return picked;
}
