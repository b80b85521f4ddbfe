// Labelled sets on which `npm run bench:model` measures models, and the images of each.

import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** Sets with a truth. `shows`: column → metric of the summary, or of all cells together (`pooled:`). */
export const SETS = [
  {
    id: 'bcdata',
    title: 'BCData, 40x',
    images: 'ki67-labelled/bcdata/images',
    truth: 'ki67-labelled/bcdata/points',
    mpp: 0.25,
    flags: ['--radius', '10'],
    shows: {
      'F1 positive': 'pooled:detectionF1.positive',
      'F1 negative': 'pooled:detectionF1.negative',
      'F1 mean': 'pooled:detectionF1.mean',
      'index off by': 'percentError',
    },
  },
  {
    id: 'dlubak',
    title: 'dlubak, 20x',
    images: 'ki67-labelled/dlubak/images',
    truth: 'ki67-labelled/dlubak/points',
    mpp: 0.5,
    flags: ['--radius', '6', '--outlines', 'ki67-labelled/dlubak/roi'],
    shows: { 'F1 mean': 'pooled:detectionF1.mean', 'index off by': 'percentError' },
  },
  {
    id: 'deepliif',
    title: 'DeepLIIF’s test tiles, 40x',
    images: 'deepliif-samples/test',
    truth: 'deepliif-samples/test_groundtruth',
    mpp: 0.25,
    original: { folder: 'deepliif-samples/test_outputs', ending: '_fake_B_5.png' },
    shows: { 'Dice positive': 'dice.positive', 'Dice negative': 'dice.negative', 'Dice any': 'dice.any' },
  },
  {
    id: 'dsb',
    title: 'DSB stage 1 test, colour',
    images: 'dsb2018-stage1test/images',
    truth: 'dsb2018-stage1test/labels',
    only: 'colour',
    mpp: 0.25,
    shows: { AJI: 'aji.any', 'panoptic quality': 'panopticQuality.any' },
  },
];

/** Images of a set below the folder of the data. */
export async function imagesOf({ images, only }, data) {
  const folder = join(data, images);
  const files = (await readdir(folder)).map((file) => join(folder, file));
  if (only === undefined) return files;
  const index = JSON.parse(await readFile(join(folder, '..', 'index.json'), 'utf8'));
  const kept = new Set(index.filter(({ kind }) => kind === only).map(({ file }) => file));
  return files.filter((file) => kept.has(basename(file)));
}
