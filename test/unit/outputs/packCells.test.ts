import assert from 'node:assert/strict';
import type { PluginColumn } from '../../../engine/measurements/pluginColumns.js';
import { packCells } from '../../../engine/outputs/packCells.js';
import { manyCells } from './manyCells.js';

describe('cells of an output', () => {
  const thresholds = { resolution: '40x' } as const;
  const { cells } = manyCells(100);

  it('have their outlines while these fit', () => {
    const { cells: packed, notices } = packCells({ cells: manyCells(10).cells, thresholds }, 40_000);
    assert.equal(packed!.outlines, true);
    assert.deepEqual(notices, []);
  });

  it('lose outlines and places before anything that scores depend on, with a word: 10,000 of them fit', () => {
    const { cells: packed, notices } = packCells({ cells, thresholds }, 40_000);
    assert.equal(packed!.count, 10_000);
    assert.deepEqual(packed!.columns.slice(0, 3), ['areaPx', 'positive', 'marker']);
    // Decision 0035 names these sizes.
    assert.equal(Math.round(packed!.data.length / 1000), 28);
    assert.equal(Math.round(JSON.stringify(cells).length / packed!.data.length), 90);
    assert.match(notices.join(), /places of 10000 cells do not fit.*Open the result/);
  });

  it('keep the optical density that a threshold uses', () => {
    const { cells: packed } = packCells(
      { cells: manyCells(60).cells, thresholds: { ...thresholds, odThresholdLower: 20 } },
      40_000,
    );
    assert.ok(packed!.columns.includes('od'));
  });

  it('are left out with a word if not even their scores fit', () => {
    const { cells: packed, notices } = packCells({ cells, thresholds }, 1000);
    assert.equal(packed, undefined);
    assert.match(notices.join(), /its thresholds cannot be moved/);
  });

  it('have the columns of plug-ins that fit, and name the others', () => {
    const { cells: few } = manyCells(10);
    const column = (id: string, values: Float64Array): PluginColumn => ({
      ...{ id, title: id.toUpperCase(), unit: '', meaning: 'Mine.', values },
      plugin: { id: 'acme.shape', title: 'Shape', version: '1.0.0' },
    });
    const large = column(
      'large',
      Float64Array.from(few, (_, i) => Math.sin(i)),
    );
    const small = column('small', new Float64Array(few.length));
    const without = packCells({ cells: few, thresholds }, 40_000).cells!.data.length;
    const { cells: packed, notices } = packCells(
      { cells: few, contributed: [large, small], thresholds },
      without + 250,
    );
    assert.deepEqual(
      packed!.contributed?.map(({ id }) => id),
      ['small'],
    );
    assert.match(notices.join(), /do not fit in an output: "LARGE" of the plug-in Shape\. Open the result/);
  });
});
