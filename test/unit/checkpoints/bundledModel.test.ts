import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

import { networkEntries } from '../../../engine/checkpoints/manifest.js';
import { readModelFolder, readNetworkWeights } from '../../../engine/checkpoints/modelFolder.js';
import { readCheckpoint } from '../../../engine/checkpoints/readCheckpoint.js';
import { buildNetwork } from '../../../engine/networks/build.js';
import { checkWeights } from '../../../engine/networks/parameters.js';
import { packageRoot } from '../../../engine/packageRoot.js';

describe('the bundled model', () => {
  const dir = join(packageRoot(), 'models', 'deepliif-tiny');

  it('has every network that its manifest names, running statistics included', async () => {
    const { manifest } = await readModelFolder(dir);
    assert.equal(networkEntries(manifest).length, 9);
    for (const entry of networkEntries(manifest))
      checkWeights(buildNetwork(entry.architecture), await readNetworkWeights(dir, entry), {
        normalisation: 'running',
      });
  });

  it('holds the numbers that the reference trained', async () => {
    const { manifest } = await readModelFolder(dir);
    const trained = join(packageRoot(), 'test', 'fixtures', 'deepliif', 'd_model', 'DeepLIIF_tiny');
    for (const [file, entry] of [
      ['latest_net_G1.pth', manifest.translations[0]!],
      ['latest_net_GS0.pth', manifest.segmentations[0]!],
    ] as const) {
      const expected = (await readCheckpoint(join(trained, file))).weights;
      assert.deepEqual(
        new Map([...(await readNetworkWeights(dir, entry))].sort()),
        new Map([...expected].sort()),
      );
    }
  });

  it('has a card and a test pair for every output', async () => {
    const { manifest } = await readModelFolder(dir);
    assert.deepEqual(Object.keys(manifest.test!.expected), ['hematoxylin', 'dapi', 'lap2', 'marker', 'Seg']);
    for (const file of ['README.md', manifest.test!.input, ...Object.values(manifest.test!.expected)])
      assert.ok(existsSync(join(dir, file)), file);
  });
});
