// Tests a model: its test image runs through its networks, and is compared with the images it was delivered with.

import { join } from 'node:path';
import type { ModelFolder } from '../checkpoints/modelFolder.js';
import { openImage } from '../images/decode.js';
import { memorySink, readWhole } from '../images/memory.js';
import { inferImage } from '../inference/inferImage.js';
import type { TileModel } from '../inference/loadedModel.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { closeAll } from './analyseImage.js';

export interface OutputComparison {
  readonly output: string;
  /** Largest difference of any channel, in grey levels. */
  readonly largestDifferenceLevels: number;
  /** Share of pixels that are equal in all channels. */
  readonly equalShare: number;
  readonly pass: boolean;
}

/** Throws `model-invalid` when the model has no test pair or its files do not fit. */
export async function testModel(
  { dir, manifest }: ModelFolder,
  model: TileModel,
  control: Control = {},
): Promise<readonly OutputComparison[]> {
  const pair = manifest.test;
  if (!pair)
    throw new EngineError(
      'model-invalid',
      `Model ${manifest.id} has no test pair in its manifest.json, so it cannot be tested.`,
    );
  const input = await openImage(join(dir, pair.input), { colour: 'as-stored' });
  const makeSink = (width: number, height: number) => Promise.resolve(memorySink(width, height, 3));
  const { images } = await inferImage(
    input,
    model,
    // A watershed turns a difference in the last digit into another line.
    { tilePx: manifest.tilePx, asNetworksMake: true },
    makeSink,
    control,
  ).finally(() => input.close());
  try {
    const comparisons: OutputComparison[] = [];
    for (const [output, file] of Object.entries(pair.expected)) {
      const actual = images.get(output);
      if (!actual)
        throw new EngineError(
          'model-invalid',
          `Model ${manifest.id}: its test expects the output "${output}", which it does not have.`,
        );
      const source = await openImage(join(dir, file), { colour: 'as-stored' });
      const expected = await readWhole(source).finally(() => source.close());
      const { largestDifferenceLevels, equalShare } = comparePixels(await readWhole(actual), expected);
      const pass = largestDifferenceLevels <= pair.toleranceLevels && equalShare >= pair.minimumEqualShare;
      comparisons.push({ output, largestDifferenceLevels, equalShare, pass });
    }
    return comparisons;
  } finally {
    await closeAll([...images.values()]);
  }
}

/** Images of different sizes have nothing in common: 255 levels, share 0. */
export function comparePixels(
  actual: Raster,
  expected: Raster,
): { readonly largestDifferenceLevels: number; readonly equalShare: number } {
  if (
    actual.width !== expected.width ||
    actual.height !== expected.height ||
    actual.channels !== expected.channels
  )
    return { largestDifferenceLevels: 255, equalShare: 0 };
  const { channels } = actual;
  let largest = 0;
  let equal = 0;
  for (let i = 0; i < actual.data.length; i += channels) {
    let difference = 0;
    for (let c = i; c < i + channels; c++)
      difference = Math.max(difference, Math.abs(actual.data[c]! - expected.data[c]!));
    if (difference === 0) equal++;
    largest = Math.max(largest, difference);
  }
  return { largestDifferenceLevels: largest, equalShare: (equal * channels) / actual.data.length };
}
