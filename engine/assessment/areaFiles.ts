// Pictures of log2 areas as files, a PNG for each image, in the size of the image.

import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { yieldToEventLoop } from '../control/cancel.js';
import { unwritable } from '../files/unwritable.js';
import { writePng } from '../images/encode.js';
import type { EvaluationDocument } from '../protocol/evaluations.js';
import type { Control } from '../protocol/progress.js';
import { readPair } from './evaluate.js';
import { areasOf } from './imagePictures.js';
import { findPairs } from './pairs.js';

/**
 * Writes `<dir>/<image>_areas.png` for each evaluated image.
 *
 * @returns names of images whose truth has no areas: points, pictures
 * @throws EngineError `output-unwritable`, `cancelled`
 */
export async function writeAreaPictures(
  dir: string,
  { settings, images }: EvaluationDocument,
  control: Control,
): Promise<readonly string[]> {
  await mkdir(dir, { recursive: true }).catch((error: unknown) => {
    throw unwritable(dir, error);
  });
  const names = new Set(images.map(({ name }) => name));
  const { pairs } = await findPairs(settings.prediction, settings.truth, settings.outlines);
  const wanted = pairs.filter(({ name }) => names.has(name));
  const without: string[] = [];
  for (const [done, pair] of wanted.entries()) {
    control.report?.({ stage: 'drawing images', done, total: wanted.length });
    await yieldToEventLoop(control);
    const picture = pair.cells && areasOf(await readPair(pair.name, pair.cells, control));
    if (picture) await writePng(picture, join(dir, `${pair.name}_areas.png`));
    else without.push(pair.name);
  }
  return without;
}
