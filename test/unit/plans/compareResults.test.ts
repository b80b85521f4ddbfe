// Comparison of a result with its repetition.

import assert from 'node:assert/strict';
import { join } from 'node:path';
import sharp from 'sharp';
import { compareResults } from '../../../engine/plans/compareResults.js';
import type { PluginScore } from '../../../engine/protocol/pluginResults.js';
import { exportFolder } from '../exports/exportFolder.js';
import { cellsOf, RECORD, ROWS, SCORING, writeResult } from '../exports/storedResult.js';

type Written = NonNullable<Parameters<typeof writeResult>[1]>;
const MAP = { name: 'Seg', file: 'Seg.png', role: 'segmentation' } as const;

describe('a result and its repetition', () => {
  const place = exportFolder();

  async function compared(now: Written = {}, pixel = 7, then: Written = {}) {
    const write = async (name: string, level: number, { record = RECORD, ...rest }: Written) => {
      const folder = join(place.root, name);
      await writeResult(folder, { ...rest, record: { ...record, files: [MAP, ...record.files] } });
      const data = new Uint8Array(3 * 12 * 7).fill(7);
      data[0] = level;
      await sharp(data, { raw: { width: 12, height: 7, channels: 3 } })
        .png()
        .toFile(join(folder, 'Seg.png'));
      return folder;
    };
    const [a, b] = [await write('then', 7, then), await write('now', pixel, now)];
    return compareResults(a, b, place.root);
  }

  it('are equal if pictures, cells and scores are', async () => {
    const { isEqual, pictures, maps } = await compared();
    assert.equal(isEqual, true);
    assert.deepEqual(pictures, [{ name: 'Seg', equalShare: 1, largestDifferenceLevels: 0 }]);
    assert.deepEqual(maps, [
      {
        name: 'Seg',
        cells: { then: 3, now: 3, moved: 0, changed: 0 },
        scores: { then: SCORING, now: SCORING },
      },
    ]);
  });

  it('differ in a pixel: the share of equal ones and the largest difference are told', async () => {
    const { isEqual, pictures } = await compared({}, 17);
    assert.equal(isEqual, false);
    assert.equal(pictures[0]!.largestDifferenceLevels, 10);
    assert.ok(pictures[0]!.equalShare > 0.98 && pictures[0]!.equalShare < 1);
  });

  it('differ in cells: a cell of another size has moved, one of another class has changed', async () => {
    const cells = cellsOf(ROWS);
    const [first, second, ...rest] = cells;
    const other = [
      { ...first!, size: first!.size + 1 },
      { ...second!, positive: !second!.positive },
      ...rest,
    ];
    const { isEqual, maps } = await compared({ cells: other });
    assert.equal(isEqual, false);
    assert.deepEqual(maps[0]!.cells, { then: 3, now: 3, moved: 1, changed: 1 });
  });

  it('differ in the score of a plug-in, or have it no more', async () => {
    const plugin = { id: 'acme.shape', title: 'Shape', version: '1.0.0' };
    const scored = (...scores: readonly PluginScore[]): Written => ({
      record: { ...RECORD, plugins: { used: [plugin], scores, notices: [] } },
    });
    const score: PluginScore = { map: 'Seg', id: 'mean', title: 'Mean', value: 1, shown: '1', plugin };
    const other = await compared(scored({ ...score, value: 2, shown: '2' }), 7, scored(score));
    assert.deepEqual(other.pluginScores, [{ map: 'Seg', title: 'Mean', then: '1', now: '2' }]);
    assert.equal(other.isEqual, false);
    const gone = await compared(scored(), 7, scored(score));
    assert.deepEqual(gone.pluginScores, [{ map: 'Seg', title: 'Mean', then: '1' }]);
    assert.equal(gone.isEqual, false);
  });
});
