// Default model, as everybody gets it: complete, small, licensed, and equal to what it was delivered with.

import assert from 'node:assert/strict';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { openAnalyser, openModelFolder } from '../../../engine/analysis/openAnalyser.js';
import { testModel } from '../../../engine/analysis/testModel.js';
import { networkEntries } from '../../../engine/checkpoints/manifest.js';
import { readNetworkWeights } from '../../../engine/checkpoints/modelFolder.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { buildNetwork } from '../../../engine/networks/build.js';
import { checkWeights } from '../../../engine/networks/parameters.js';
import { DEFAULT_MODEL } from '../../../engine/protocol/defaultModel.js';

const MOST_WEIGHT_BYTES = 10e6;
const OUTPUTS = ['hematoxylin', 'dapi', 'lap2', 'marker', 'Seg'];

describe('the bundled model', () => {
  const dir = join(packageRoot(), 'models', DEFAULT_MODEL);

  it('is the only one in the package, and no demo', async () => {
    const folders = readdirSync(join(packageRoot(), 'models'), { withFileTypes: true });
    assert.deepEqual(
      folders.filter((entry) => entry.isDirectory()).map(({ name }) => name),
      [DEFAULT_MODEL],
    );
    const { manifest } = await openModelFolder(DEFAULT_MODEL);
    assert.equal(manifest.id, DEFAULT_MODEL);
    assert.equal(manifest.demo, undefined);
  });

  it('has the outputs of DeepLIIF, for tiles of 512 px at 40x', async () => {
    const { manifest } = await openModelFolder(DEFAULT_MODEL);
    const { translations, segmentations, inputs, tilePx, mpp } = manifest;
    assert.deepEqual(
      [
        ...translations.map(({ modality }) => modality),
        ...new Set(segmentations.map(({ output }) => output)),
      ],
      OUTPUTS,
    );
    assert.deepEqual([inputs, tilePx, mpp], [['ihc'], 512, 0.25]);
  });

  it('has every network that its manifest names, unaltered and with running statistics', async () => {
    const { manifest } = await openModelFolder(DEFAULT_MODEL);
    for (const entry of networkEntries(manifest))
      checkWeights(buildNetwork(entry.architecture), await readNetworkWeights(dir, entry), {
        normalisation: 'running',
      });
  });

  it('has weights of at most 10 MB', async () => {
    const { manifest } = await openModelFolder(DEFAULT_MODEL);
    const bytes = networkEntries(manifest).reduce(
      (sum, { weights }) => sum + statSync(join(dir, weights)).size,
      0,
    );
    assert.ok(bytes <= MOST_WEIGHT_BYTES, `${(bytes / 1e6).toFixed(1)} MB`);
  });

  it('has a card that names it, its licence, and what it is not for', async () => {
    const { manifest } = await openModelFolder(DEFAULT_MODEL);
    const card = readFileSync(join(dir, 'README.md'), 'utf8');
    assert.ok(card.startsWith(`# ${manifest.title}\n`), 'The heading of the card is the title.');
    assert.ok(manifest.licence !== undefined && card.includes(manifest.licence), 'The card has no licence.');
    assert.match(card, /not for diagnosis/i);
  });

  it('makes what it was delivered with of its test image', async () => {
    const folder = await openModelFolder(DEFAULT_MODEL);
    assert.deepEqual(Object.keys(folder.manifest.test!.expected), OUTPUTS);
    const wanted = { scope: 'all', intermediateMaps: false } as const;
    const analyser = await openAnalyser(folder, wanted, { backend: 'onnx', precision: 'float32' }, {});
    try {
      for (const { output, equalShare, largestDifferenceLevels, pass } of await testModel(
        folder,
        analyser.model,
      ))
        assert.ok(pass, `${output}: ${equalShare} equal, at most ${largestDifferenceLevels} levels apart`);
    } finally {
      await analyser.dispose();
    }
  });
});
