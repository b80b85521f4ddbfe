// Makes models/deepliif-tiny anew: `npx tsc -b && node models/makeDeepliifTiny.mjs FIXTURES`, where FIXTURES is the
// folder of reference fixtures. The networks come from d_model/DeepLIIF_tiny as the reference saved them, the test
// pair from what the reference made of one tile; only the card (README.md) is ours and is kept.

import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';

import { importDeepLiif } from '../out/engine/checkpoints/importDeepLiif.js';
import { writeModelFolder } from '../out/engine/checkpoints/modelFolder.js';

const TARGET = join(import.meta.dirname, 'deepliif-tiny');
const IMAGE = '22_2';

const fixtures = process.argv[2];
if (fixtures === undefined) throw new Error('usage: node models/makeDeepliifTiny.mjs FIXTURES');
const source = join(resolve(fixtures), 'd_model');

const { manifest, weightsByFile } = await importDeepLiif(join(source, 'DeepLIIF_tiny'), {
  id: 'deepliif-tiny',
  title: 'DeepLIIF tiny (demo)',
});

const outputs = [
  ...manifest.translations.map(({ modality, label }, i) => [modality, `mod${i + 1}-${label}`]),
  ['Seg', 'Seg'],
];
const extraFiles = new Map([['README.md', await readFile(join(TARGET, 'README.md'))]]);
extraFiles.set('test/input.png', await readFile(join(source, `${IMAGE}.png`)));
for (const [output, name] of outputs)
  extraFiles.set(`test/${output}.png`, await readFile(join(source, 'tile512', `pt_${IMAGE}_${name}.png`)));

const complete = {
  ...manifest,
  description:
    'A very small model (4 filters instead of 64), trained on two tiles, to try everything out. ' +
    'Its pictures are blurred and touching cells run together. Not for diagnosis, nor for research results.',
  licence: 'Apache-2.0',
  demo: true,
  mpp: 0.25,
  test: {
    input: 'test/input.png',
    expected: Object.fromEntries(outputs.map(([output]) => [output, `test/${output}.png`])),
    toleranceLevels: 1,
    minimumEqualShare: 0.99,
  },
  provenance: {
    ...manifest.provenance,
    source: `trained for this project with the command line of DeepLIIF 1.2.6 (PyTorch); ${manifest.provenance.source}`,
  },
};
await writeModelFolder(TARGET, complete, weightsByFile, extraFiles, { overwrite: true });
