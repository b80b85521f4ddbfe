// A new run from its options, and the configuration file that holds them.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { newRun, readTrainConfig } from '../../../../engine/training/run/newRun.js';

describe('a configuration file', () => {
  let root: string;
  before(async () => {
    root = await mkdtemp(join(tmpdir(), 'deepliif-config-'));
    await writeFile(join(root, 'a.deepliif-train.json'), '{"nEpochs": 3, "data": "tiles"}');
    await writeFile(join(root, 'broken.deepliif-train.json'), '{"nEpochs": ');
    await mkdir(join(root, 'folder.deepliif-train.json'));
  });
  after(() => rm(root, { recursive: true, force: true }));

  it('has paths that start at its folder', async () => {
    const { nEpochs, data } = await readTrainConfig(join(root, 'a.deepliif-train.json'));
    assert.deepEqual([nEpochs, data], [3, join(root, 'tiles')]);
  });

  it('may have comments, and gives only its own options, over which flags can be laid', async () => {
    const file = join(root, 'commented.deepliif-train.json');
    await writeFile(file, '// How long\n{\n  "nEpochs": 3, // epochs\n  "name": "ab" /* kept */\n}\n');
    assert.deepEqual(await readTrainConfig(file), { nEpochs: 3, name: 'ab' });
  });

  for (const [what, file, message] of [
    ['a folder', 'folder.deepliif-train.json', /expected a configuration file \(\*\.deepliif-train\.json\)/],
    ['no file', 'none.deepliif-train.json', /none\.deepliif-train\.json: cannot be opened/],
    ['broken JSON', 'broken.deepliif-train.json', /broken\.deepliif-train\.json: cannot be read as JSON/],
  ] as const)
    it(`that is ${what} is refused as what it should be`, () =>
      assert.rejects(readTrainConfig(join(root, file)), { code: 'usage', message }));
});

describe('a new run', () => {
  const options = (given: object) => trainOptions({ data: '/data', out: '/runs', ...given }, 'test', '/');

  it('needs data and a place', () =>
    assert.throws(() => newRun(trainOptions({}, 'test', '/')), { code: 'usage', message: /--data.*--out/ }));

  it('keeps the options of checkpoints and validation by the names of run.json', () => {
    const { keeping, validation } = newRun(
      options({ keepLast: 5, validateEveryEpochs: 3, validationTiles: 9 }),
    );
    assert.deepEqual(keeping, { keepLast: 5, saveEverySteps: 0, bestMetric: 'val/segmentation/dice' });
    assert.deepEqual(validation, { everyEpochs: 3, sampleEveryEpochs: 5, tiles: 9 });
  });
});
