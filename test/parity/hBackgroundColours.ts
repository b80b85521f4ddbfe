// Parity of background colours, measured on training rows: files of tiles side by side, first the input, then the
// translations, last the segmentation. The rows lie in e_training, whose manifest names them.

import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openImage } from '../../engine/images/decode.js';
import type { BackgroundSample } from '../../engine/dataset/backgroundColours.js';
import { backgroundColours } from '../../engine/dataset/backgroundColours.js';
import type { ParityCheck } from './check.js';
import { largestDifference } from './check.js';
import { measured } from './measured.js';
import type { SpotBench, SpotValues } from './spotValues.js';

interface TrainingManifest {
  /** Rows of a cut-down copy with fewer steps than rows. */
  readonly rows?: readonly string[];
  readonly traces: Readonly<
    Record<string, { readonly steps: readonly { readonly inputs: readonly { readonly image: string }[] }[] }>
  >;
}

/** Checks nothing if the folder has no training rows at all; fails if some are missing. */
export async function* backgroundColourChecks(
  { background_colors_train_dir: expected }: SpotValues,
  { root }: SpotBench,
): AsyncGenerator<ParityCheck> {
  const folder = join(root, 'e_training');
  const files = await trainingRows(folder);
  if (!files.some((file) => existsSync(join(folder, file)))) return;
  yield await measured('h_spot · background colours', 0, async () => {
    const samples: BackgroundSample[] = [];
    for (const file of files) samples.push(await readRow(join(folder, file), expected.length));
    return largestDifference(backgroundColours(samples).flat(), expected.flat());
  });
}

/** All files that a training step of the fixture has read. */
async function trainingRows(folder: string): Promise<string[]> {
  const path = join(folder, 'manifest.json');
  if (!existsSync(path)) return [];
  const { rows, traces } = JSON.parse(await readFile(path, 'utf8')) as TrainingManifest; // the fixtures' own script wrote it
  if (rows) return [...rows].sort();
  const inputs = Object.values(traces).flatMap(({ steps }) => steps.flatMap((step) => step.inputs));
  return [...new Set(inputs.map(({ image }) => image))].sort();
}

async function readRow(path: string, translations: number): Promise<BackgroundSample> {
  const row = await openImage(path, { colour: 'as-stored' });
  try {
    const side = row.height;
    const tile = (i: number) => row.read(i * side, 0, side, side);
    const targets = await Promise.all(Array.from({ length: translations }, (_, i) => tile(1 + i)));
    return { translations: targets, segmentation: await tile(1 + translations) };
  } finally {
    await row.close();
  }
}
