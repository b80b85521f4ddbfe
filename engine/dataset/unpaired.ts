// Training data of CycleGAN (reference sheet 4): folders trainA with inputs and trainB1, trainB2 … with images of each
// modality, which are of other places and need not be as many.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import type { Random } from '../random/random.js';
import type { DataPlan } from './dataPlan.js';
import { imagesBelow, withoutExtension, type Sample } from './openDataset.js';
import type { Panel } from './panels.js';
import { trainingRow, type Row } from './trainingRow.js';

/** For each panel its images, in the order of their names; never empty. */
export type UnpairedImages = readonly (readonly Sample[])[];

/** @throws EngineError `usage` for a folder without images */
export async function listUnpaired(dir: string, panels: readonly Panel[]): Promise<UnpairedImages> {
  const folders = panels.map((_, i) => join(dir, i === 0 ? 'trainA' : `trainB${i}`));
  const lists: Sample[][] = [];
  for (const [i, folder] of folders.entries()) {
    const images = await imagesBelow(folder);
    if (images.length === 0)
      throw new EngineError(
        'usage',
        `${folder} has no images of ${panels[i]!.name}. CycleGAN learns from images that do not belong together, in ` +
          `folders of their own: ${folders.map((path, j) => `${path} (${panels[j]!.name})`).join(', ')}.`,
      );
    lists.push(images.map((name) => ({ name: withoutExtension(name), files: [join(folder, name)] })));
  }
  return lists;
}

/** As many samples as the longest list has images; the others begin again. */
export function unpairedSamples(images: UnpairedImages): number {
  return Math.max(...images.map(({ length }) => length));
}

/**
 * The input of a number, and of each modality any image, or the one of the number where they are taken in their order.
 * Each is resized, cropped and turned over by itself.
 * @throws EngineError as reading throws, `usage` for images of different sizes
 */
export async function unpairedRow(
  images: UnpairedImages,
  panels: readonly Panel[],
  index: number,
  plan: DataPlan & { readonly flip: boolean; readonly shuffle: boolean },
  random: Random,
): Promise<Row> {
  const rows: Row[] = [];
  for (const [i, list] of images.entries()) {
    const number = i > 0 && plan.shuffle ? random.below(list.length) : index % list.length;
    rows.push(await trainingRow(list[number]!, [panels[i]!], plan, random));
  }
  const { width, height } = rows[0]!;
  if (rows.some((row) => row.width !== width || row.height !== height))
    throw new EngineError(
      'usage',
      `Images of ${rows.map((row) => `${row.width} × ${row.height}`).join(', ')} px cannot be learned together. Make ` +
        'all of one size, or use --preprocess resize_and_crop.',
    );
  return { width, height, tiles: rows.map(({ tiles }) => tiles[0]!) };
}
