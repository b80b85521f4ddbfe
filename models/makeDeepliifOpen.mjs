// Makes models/deepliif-open from two training runs, or from model folders that `deepliif runs export` made of them:
// `npx tsc -b && node models/makeDeepliifOpen.mjs SEGMENTATION MODALITIES IMAGE`. The card
// (README.md) says how the runs were made; their configurations lie beside it. IMAGE is the picture with which copies of
// the model test themselves. Only the card and the configurations are kept.

import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdtemp, readFile, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import sharp from 'sharp';

import {
  readModelFolder,
  readNetworkWeights,
  writeModelFolder,
} from '../out/engine/checkpoints/modelFolder.js';
import { exportRun } from '../out/engine/training/run/exportRun.js';

const TARGET = join(import.meta.dirname, 'deepliif-open');
const CLI = join(import.meta.dirname, '..', 'out', 'engine', 'cli.js');
const TILE_PX = 512;

const [segmentationRun, modalitiesRun, image] = process.argv.slice(2);
if (image === undefined) throw new Error('usage: makeDeepliifOpen.mjs SEGMENTATION MODALITIES IMAGE');

const work = await mkdtemp(join(tmpdir(), 'deepliif-open-'));
try {
  const kept = new Map();
  for (const name of await readdir(TARGET))
    if (name === 'README.md' || name.endsWith('.json')) kept.set(name, await readFile(join(TARGET, name)));
  kept.delete('manifest.json');

  const parts = [];
  for (const [name, run] of [
    ['segmentation', segmentationRun],
    ['modalities', modalitiesRun],
  ]) {
    const exported = join(work, name);
    if (existsSync(join(run, 'manifest.json'))) await cp(run, exported, { recursive: true });
    else await exportRun(run, exported, 'last');
    parts.push(await readModelFolder(exported));
  }
  const [segmentation, modalities] = parts;
  const weights = new Map();
  for (const [folder, entries] of [
    [modalities.dir, modalities.manifest.translations],
    [segmentation.dir, segmentation.manifest.segmentations],
  ])
    for (const entry of entries) weights.set(entry.weights, await readNetworkWeights(folder, entry));

  const manifest = {
    ...modalities.manifest,
    id: 'deepliif-open',
    title: 'DeepLIIF Open',
    description:
      'Small networks with the outputs of DeepLIIF, trained on synthetic IHC alone: nuclei, positive or negative, of IHC ' +
      'with hematoxylin and DAB. Its card says how well, and where it fails. For research, not for diagnosis.',
    licence: 'CC-BY-4.0',
    tilePx: TILE_PX,
    mpp: 0.25,
    segmentations: segmentation.manifest.segmentations,
    provenance: {
      source:
        'trained by "deepliif train" on pictures of "deepliif data render" from BBBC038 (CC0) and TNBC (Naylor et al., ' +
        'CC BY 4.0)',
    },
  };
  const input = await sharp(image)
    .removeAlpha()
    .extract({ left: 0, top: 0, width: TILE_PX, height: TILE_PX })
    .png();
  const inputBytes = await input.toBuffer();
  const draft = join(work, 'draft');
  await writeModelFolder(draft, manifest, weights, new Map([['test/input.png', inputBytes]]));
  await promisify(execFile)(process.execPath, [
    ...[CLI, 'infer', join(draft, 'test', 'input.png'), '--model', draft, '--tile-size', String(TILE_PX)],
    ...['--colour', 'as-stored', '--out', join(work, 'results')],
  ]);
  const files = new Map([...kept, ['test/input.png', inputBytes]]);
  const outputs = [...manifest.translations.map(({ modality }) => modality), 'Seg'];
  for (const output of outputs)
    files.set(`test/${output}.png`, await readFile(join(work, 'results', 'input', `${output}.png`)));
  const complete = {
    ...manifest,
    // The test pair is what the networks make, before these rules.
    refinements: ['black-is-positive', 'part-touching'],
    test: {
      input: 'test/input.png',
      expected: Object.fromEntries(outputs.map((output) => [output, `test/${output}.png`])),
      toleranceLevels: 1,
      minimumEqualShare: 0.99,
    },
  };
  const made = join(work, 'made');
  await writeModelFolder(made, complete, weights, files);
  await rm(TARGET, { recursive: true, force: true });
  await cp(made, TARGET, { recursive: true });
} finally {
  await rm(work, { recursive: true, force: true });
}
