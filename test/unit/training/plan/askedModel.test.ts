// The model that options ask for: a modality that is left out (the paper's ablation) is as if it were not there.

import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { stepsOf, tinyRuns } from '../tinyRun.js';
import { writeTiles } from '../tinyTiles.js';

describe('a modality that is left out', () => {
  const runs = tinyRuns();
  it('is learned by nothing, though its tile is there: as if it were not', async () => {
    const folder = async (data: string, tiles: readonly number[]) => {
      await mkdir(join(runs.root, data, 'train'), { recursive: true });
      for (const sample of [0, 10]) {
        const file = join(runs.root, data, 'train', `${sample}.png`);
        await writeTiles(
          file,
          tiles.map((tile) => sample + tile),
        );
      }
    };
    await folder('three', [1, 2, 3, 4]);
    await folder('two', [1, 3, 4]);
    const shared = { nEpochs: 0, modalitiesNames: ['lap2'] };
    const without = await runs.start('without', {}, { ...shared, data: 'two' });
    const left = await runs.start(
      'left',
      {},
      { ...shared, data: 'three', modalitiesNames: ['dapi', 'lap2'], leaveOut: ['dapi'] },
    );
    const steps = await stepsOf(left.dir);
    assert.equal(steps.length, 2);
    assert.deepEqual(steps, await stepsOf(without.dir));
  });
  it('must be one', () =>
    assert.throws(() => runs.start('wrong', {}, { leaveOut: ['marker'] }), {
      code: 'usage',
      message: '--leave-out marker: the modalities are dapi.',
    }));
});
