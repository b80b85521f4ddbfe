// Training data of CycleGAN (docs/reference.md 4): folder trainA with inputs, trainB1, trainB2 … with images of each
// modality. The images show different places, and folders may have different numbers of them.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import type { Random } from '../random/random.js';
import type { DataPlan } from './dataPlan.js';
import { imagesBelow } from './imagesBelow.js';
import { withoutExtension, type Sample } from './openDataset.js';
import type { Panel } from './panels.js';
import { trainingRow, type Row } from './trainingRow.js';

/** Images of each panel, sorted by name; never empty. */
export type UnpairedImages = readonly (readonly Sample[])[];

export interface ListedUnpaired {
  readonly images: UnpairedImages;
  /** Links that are not followed, a sentence for each. */
  readonly leftOut: readonly string[];
}

/** @throws EngineError `usage` for a folder without images */
export async function listUnpaired(dir: string, panels: readonly Panel[]): Promise<ListedUnpaired> {
  const folders = panels.map((_, i) => join(dir, i === 0 ? 'trainA' : `trainB${i}`));
  const lists: Sample[][] = [];
  const notes: string[] = [];
  for (const [i, folder] of folders.entries()) {
    const { images, leftOut } = await imagesBelow(folder);
    notes.push(...leftOut);
    if (images.length === 0)
      throw new EngineError(
        'usage',
        `${folder} has no images of ${panels[i]!.name}. CycleGAN trains on unpaired images, each panel in ` +
          `a folder of its own: ${folders.map((path, j) => `${path} (${panels[j]!.name})`).join(', ')}.`,
      );
    lists.push(images.map((name) => ({ name: withoutExtension(name), files: [join(folder, name)] })));
  }
  return { images: lists, leftOut: notes };
}

/** Number of samples: the length of the longest list; the shorter ones start over. */
export function unpairedSamples(images: UnpairedImages): number {
  return Math.max(...images.map(({ length }) => length));
}

/**
 * Sample of an index: its input, and for each modality a random image, or that of the index if the order is not
 * shuffled. Each is resized, cropped and flipped independently.
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
      `Images of ${rows.map((row) => `${row.width} × ${row.height}`).join(', ')} px cannot be trained on together. ` +
        'Resize them to one size, or use --preprocess resize_and_crop.',
    );
  return { width, height, tiles: rows.map(({ tiles }) => tiles[0]!) };
}
