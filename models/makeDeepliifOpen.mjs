// Makes models/deepliif-open of the model folder that a training ended with:
// `npx tsc -b && npm run build && node models/makeDeepliifOpen.mjs MODEL`. The model gets its id, its scale and a test pair: a
// tile of the sample image, and what the networks make of it. Every other file of the folder, such as the card, is kept.

import { execFileSync } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { networkEntries } from '../out/engine/checkpoints/manifest.js';
import {
  readModelFolder,
  readNetworkWeights,
  writeModelFolder,
} from '../out/engine/checkpoints/modelFolder.js';

const ROOT = join(import.meta.dirname, '..');
const TARGET = join(import.meta.dirname, 'deepliif-open');
const TILE = { left: 256, top: 256, width: 512, height: 512 };

const source = process.argv[2];
if (source === undefined) throw new Error('usage: node models/makeDeepliifOpen.mjs MODEL');
const scratch = await mkdtemp(join(tmpdir(), 'deepliif-open-'));
try {
  const { manifest, weights } = await readTrained(source);
  const untested = join(scratch, 'model');
  await writeModelFolder(untested, manifest, weights);
  const pair = await testPair(untested, [...manifest.translations.map(({ modality }) => modality), 'Seg']);
  await writeModelFolder(
    TARGET,
    { ...manifest, test: pair.test },
    weights,
    new Map([...(await keptFiles()), ...pair.files]),
    { overwrite: true },
  );
} finally {
  await rm(scratch, { recursive: true });
}

async function readTrained(folder) {
  const { manifest } = await readModelFolder(folder);
  const weights = new Map();
  for (const entry of networkEntries(manifest))
    weights.set(entry.weights, await readNetworkWeights(folder, entry));
  return {
    manifest: {
      ...manifest,
      id: 'deepliif-open',
      title: 'DeepLIIF Open',
      description:
        'A small model with the structure of DeepLIIF, trained by this program on rendered and openly licensed images. ' +
        'For research, not for diagnosis.',
      licence: 'Apache-2.0',
      tilePx: 512,
      mpp: 0.25,
    },
    weights,
  };
}

/** Outputs for one tile, by the command line. */
async function testPair(model, outputs) {
  const input = join(scratch, 'input.png');
  await sharp(join(ROOT, 'extension/sample/ki67-crop.jpg')).extract(TILE).png().toFile(input);
  const args = [
    'infer',
    input,
    '--model',
    model,
    '--tile-size',
    '512',
    '--backend',
    'onnx',
    '--out',
    scratch,
  ];
  execFileSync(process.execPath, [join(ROOT, 'dist/cli.js'), ...args], { stdio: 'inherit' });
  const files = new Map([['test/input.png', await readFile(input)]]);
  for (const output of outputs)
    files.set(`test/${output}.png`, await readFile(join(scratch, 'input', `${output}.png`)));
  const expected = Object.fromEntries(outputs.map((output) => [output, `test/${output}.png`]));
  return {
    files,
    test: { input: 'test/input.png', expected, toleranceLevels: 1, minimumEqualShare: 0.99 },
  };
}

/** Files beside weights, manifest and test pair. */
async function keptFiles() {
  const names = await readdir(TARGET, { withFileTypes: true }).catch(() => []);
  const kept = names.filter(
    (entry) => entry.isFile() && entry.name !== 'manifest.json' && !entry.name.endsWith('.safetensors'),
  );
  return Promise.all(kept.map(async ({ name }) => [name, await readFile(join(TARGET, name))]));
}
