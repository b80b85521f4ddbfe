// Toy model of the tests: what the reference trained, and what it makes of a tile.

import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { importDeepLiif } from '../../engine/checkpoints/importDeepLiif.js';
import { networkEntries } from '../../engine/checkpoints/manifest.js';
import { readModelFolder, readNetworkWeights } from '../../engine/checkpoints/modelFolder.js';
import type { ModelManifest } from '../../engine/deepliif/manifest.js';
import { buildNetwork } from '../../engine/networks/build.js';
import { checkWeights } from '../../engine/networks/parameters.js';
import { packageRoot } from '../../engine/files/packageRoot.js';
import { TOY_MODEL } from '../toyModel.js';

describe('the toy model of the tests', () => {
  const dir = TOY_MODEL;

  it('has every network that its manifest names, running statistics included', async () => {
    const { manifest } = await readModelFolder(dir);
    assert.equal(networkEntries(manifest).length, 9);
    for (const entry of networkEntries(manifest))
      checkWeights(buildNetwork(entry.architecture), await readNetworkWeights(dir, entry), {
        normalisation: 'running',
      });
  });

  it('is what the reference trained, and what its serialised networks hold', async () => {
    const { manifest } = await readModelFolder(dir);
    const fixture = join(
      packageRoot(),
      'test',
      'fixtures',
      'deepliif',
      'd_model',
      'DeepLIIF_tiny_serialized',
    );
    const imported = await importDeepLiif(fixture);
    const withoutFiles = ({ translations, segmentations }: ModelManifest): unknown =>
      [...translations, ...segmentations].map((entry) => ({ ...entry, sha256: '' }));
    assert.deepEqual(withoutFiles(imported.manifest), withoutFiles(manifest));
    for (const entry of networkEntries(manifest)) {
      const source = imported.weightsByFile.get(entry.weights)!;
      const bundled = await readNetworkWeights(dir, entry);
      // TorchScript leaves out the running statistics, which inference never uses.
      const expected = [...bundled].filter(([name]) => !name.includes('.running_')).sort();
      assert.deepEqual([...(typeof source === 'function' ? await source() : source)].sort(), expected);
    }
  });

  it('is marked as a demo model', async () => assert.equal((await readModelFolder(dir)).manifest.demo, true));

  it('has a card and a test pair for every output', async () => {
    const { manifest } = await readModelFolder(dir);
    assert.deepEqual(Object.keys(manifest.test!.expected), ['hematoxylin', 'dapi', 'lap2', 'marker', 'Seg']);
    for (const file of ['README.md', manifest.test!.input, ...Object.values(manifest.test!.expected)])
      assert.ok(existsSync(join(dir, file)), file);
  });
});
