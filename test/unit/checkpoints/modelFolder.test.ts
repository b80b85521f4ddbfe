import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import {
  readModelFolder,
  readNetworkWeights,
  weightsSha256,
  writeModelFolder,
} from '../../../engine/checkpoints/modelFolder.js';
import type { ModelManifest } from '../../../engine/deepliif/manifest.js';
import { bytes } from './pickleBytes.js';
import { refusal } from './refusal.js';
import { TINY_RESNET, weightsFor } from './weightFiles.js';

const weights = weightsFor(TINY_RESNET);
const FILES = new Map([['dapi.safetensors', weights]]);
const MANIFEST: ModelManifest = {
  schemaVersion: 1,
  id: 'tiny',
  title: 'Tiny',
  kind: 'SDG',
  inputs: ['ihc'],
  tilePx: 64,
  normalisation: 'tile',
  translations: [
    {
      modality: 'dapi',
      label: 'DAPI',
      backgroundColour: [0, 0, 0],
      weights: 'dapi.safetensors',
      sha256: weightsSha256(weights),
      architecture: TINY_RESNET,
    },
  ],
  segmentations: [],
};

describe('a model folder', () => {
  let parent: string;
  let dir: string;
  beforeEach(async () => {
    parent = await mkdtemp(join(tmpdir(), 'deepliif-model-'));
    dir = join(parent, 'tiny');
  });
  afterEach(() => rm(parent, { recursive: true }));

  it('gives back what was written', async () => {
    await writeModelFolder(dir, MANIFEST, FILES, new Map([['README.md', bytes('# card')]]));
    const folder = await readModelFolder(dir);
    assert.deepEqual(folder, { dir, manifest: MANIFEST });
    const again = await readNetworkWeights(dir, folder.manifest.translations[0]!);
    assert.deepEqual(new Map([...again].sort()), new Map([...weights].sort()));
    assert.deepEqual((await readdir(dir)).sort(), ['README.md', 'dapi.safetensors', 'manifest.json']);
    assert.deepEqual(await readdir(parent), ['tiny']);
  });

  it('is made with its parents, and may be made of weights that are read when needed', async () => {
    const deep = join(parent, 'a', 'b');
    await writeModelFolder(deep, MANIFEST, new Map([['dapi.safetensors', () => Promise.resolve(weights)]]));
    assert.equal((await readModelFolder(deep)).manifest.id, 'tiny');
  });

  it('is never overwritten unasked', async () => {
    await writeModelFolder(dir, MANIFEST, FILES);
    await assert.rejects(
      writeModelFolder(dir, MANIFEST, FILES),
      refusal(/exists already/, 'output-unwritable'),
    );
  });

  it('is replaced as a whole when asked for', async () => {
    await writeModelFolder(dir, MANIFEST, FILES, new Map([['old.txt', bytes('old')]]));
    await writeModelFolder(dir, { ...MANIFEST, title: 'New' }, FILES, new Map(), { overwrite: true });
    assert.equal((await readModelFolder(dir)).manifest.title, 'New');
    assert.deepEqual((await readdir(dir)).sort(), ['dapi.safetensors', 'manifest.json']);
    assert.deepEqual(await readdir(parent), ['tiny']);
  });

  it('never replaces a folder that is no model', async () => {
    await mkdir(dir);
    await writeFile(join(dir, 'thesis.docx'), 'years of work');
    const attempt = writeModelFolder(dir, MANIFEST, FILES, new Map(), { overwrite: true });
    await assert.rejects(attempt, refusal(/no model folder .* not replaced/, 'output-unwritable'));
    assert.equal(await readFile(join(dir, 'thesis.docx'), 'utf8'), 'years of work');
  });

  it('is not there at all when writing fails half-way, and the old one stays', async () => {
    const failing = new Map([['dapi.safetensors', () => Promise.reject(new Error('no space left'))]]);
    await assert.rejects(
      writeModelFolder(dir, MANIFEST, failing),
      refusal(/no space left/, 'output-unwritable'),
    );
    assert.deepEqual(await readdir(parent), []);
    await writeModelFolder(dir, MANIFEST, FILES);
    await assert.rejects(writeModelFolder(dir, MANIFEST, failing, new Map(), { overwrite: true }));
    assert.deepEqual((await readModelFolder(dir)).manifest, MANIFEST);
    assert.deepEqual(await readdir(parent), ['tiny']);
  });

  it('cannot be below a file', async () => {
    await writeFile(join(parent, 'file'), '');
    const attempt = writeModelFolder(join(parent, 'file', 'tiny'), MANIFEST, FILES);
    await assert.rejects(attempt, refusal(/a file of that name exists/, 'output-unwritable'));
  });

  const misfits: [
    name: string,
    files: Map<string, typeof weights>,
    extra: Map<string, Uint8Array>,
    message: RegExp,
  ][] = [
    [
      'weights that are missing',
      new Map(),
      new Map(),
      /names dapi\.safetensors, for which there are no weights/,
    ],
    [
      'weights too many',
      new Map([...FILES, ['x.safetensors', weights]]),
      new Map(),
      /does not name x\.safetensors/,
    ],
    ['other weights', new Map([['dapi.safetensors', weightsFor(TINY_RESNET, 2)]]), new Map(), /checksum/],
    ['a file outside', FILES, new Map([['../x', bytes('')]]), /must not be named "\.\.\/x"/],
    [
      'a second manifest',
      FILES,
      new Map([['manifest.json', bytes('')]]),
      /must not be named "manifest\.json"/,
    ],
    ['a file in place of weights', FILES, new Map([['dapi.safetensors', bytes('')]]), /must not be named/],
  ];
  for (const [name, files, extra, message] of misfits)
    it(`is not written with ${name}`, async () => {
      await assert.rejects(writeModelFolder(dir, MANIFEST, files, extra), refusal(message));
      assert.deepEqual(await readdir(parent), []);
    });

  it('is not written without the files of its test pair', async () => {
    const test = {
      input: 'in.png',
      expected: { dapi: 'out.png' },
      toleranceLevels: 1,
      minimumEqualShare: 0.99,
    };
    const extra = new Map([['in.png', bytes('x')]]);
    const attempt = writeModelFolder(dir, { ...MANIFEST, test }, FILES, extra);
    await assert.rejects(attempt, refusal(/names out\.png of the test pair/));
  });

  it('must have a manifest', async () => {
    await assert.rejects(
      readModelFolder(parent),
      refusal(/no model folder.*model import/, 'model-not-found'),
    );
    await assert.rejects(readModelFolder(dir), refusal(/no model folder/, 'model-not-found'));
  });

  it('is refused when its manifest is broken', async () => {
    await mkdir(dir);
    await writeFile(join(dir, 'manifest.json'), '{"schemaVersion": 1');
    await assert.rejects(readModelFolder(dir), refusal(/manifest\.json: cannot be read as JSON/));
  });

  it('is refused when a weight file was altered or removed', async () => {
    await writeModelFolder(dir, MANIFEST, FILES);
    const file = join(dir, 'dapi.safetensors');
    const data = await readFile(file);
    data[data.length - 1]! ^= 1;
    await writeFile(file, data);
    const entry = MANIFEST.translations[0]!;
    await assert.rejects(readNetworkWeights(dir, entry), refusal(/does not match manifest\.json/));
    await rm(file);
    await assert.rejects(readNetworkWeights(dir, entry), refusal(/is named in manifest\.json but missing/));
  });
});
