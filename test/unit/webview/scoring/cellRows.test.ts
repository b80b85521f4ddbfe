import assert from 'node:assert/strict';
import type { PageCells } from '../../../../webview/viewer/pageCells.js';
import { cellText, columnsOf, filtered } from '../../../../webview/scoring/cellRows.js';

const four = (...values: number[]) => Int32Array.from(values);
const cells: PageCells = {
  list: {
    length: 4,
    areaPx: four(30, 10, 20, 10),
    positive: new Uint8Array(4),
    firstX: four(0, 0, 0, 0),
    firstY: four(0, 0, 0, 0),
    minX: four(0, 1, 2, 3),
    maxX: four(4, 4, 4, 4),
    maxY: four(1, 1, 1, 1),
    centroidX: four(2, 2, 3, 4),
    centroidY: four(1, 1, 1, 1),
    od: Uint16Array.of(123, 0, 50, 7),
  },
  outlineStart: new Uint32Array(5),
  outlineXy: new Float32Array(0),
  gate: Uint8Array.of(2, 1, 0, 1),
  corrected: Uint8Array.of(0, 0, 0, 1),
  revision: 1,
};
const columns = columnsOf(cells);
const area = columns.find(({ id }) => id === 'area')!;

describe('the cell table', () => {
  it('has columns for what was measured, in pixels or micrometres', () => {
    assert.ok(!columns.some(({ id }) => id === 'marker'));
    assert.equal(columns.find(({ id }) => id === 'od')!.valueOf(0), 1.23);
    const micrometres = columnsOf(cells, 0.5).find(({ id }) => id === 'area')!;
    assert.deepEqual([micrometres.unit, micrometres.valueOf(0)], ['µm²', 7.5]);
  });

  it('has a column for each measurement of a plug-in, with its unit, its meaning and the plug-in', () => {
    const plugin = { id: 'acme.shape', title: 'Nuclear shape', version: '1.2.0' };
    const about = { id: 'area', title: 'Solidity', unit: 'ratio', meaning: 'Area over hull.', plugin };
    const contributed = [{ ...about, values: Float64Array.of(0.91234, NaN, 0.5, 1) }];
    const all = columnsOf({ ...cells, contributed });
    const column = all.find(({ id }) => id === 'plugin:area')!;
    assert.deepEqual([column.title, column.unit], ['Solidity', 'ratio']);
    assert.equal(column.hint, 'Solidity: Area over hull. (plug-in Nuclear shape 1.2.0)');
    assert.deepEqual(
      [0, 1].map((cell) => cellText(cells, column, cell)),
      ['0.912', '–'],
    );
    const range = { column, low: 0.9, high: 1 };
    assert.deepEqual([...filtered(cells, { classes: 'all', range })!], [1, 0, 0, 1]);
  });

  it('says the class in words, and that a person set it', () => {
    const ofClass = columns.find(({ id }) => id === 'class')!;
    assert.deepEqual(
      [0, 1, 2, 3].map((cell) => cellText(cells, ofClass, cell)),
      ['positive', 'negative', 'left out', 'negative ✎'],
    );
    assert.equal(
      cellText(
        cells,
        columns.find(({ id }) => id === 'od')!,
        2,
      ),
      '0.50',
    );
  });

  it('filters by class and by a range that includes its ends', () => {
    const shown = (filter: Parameters<typeof filtered>[1]) => {
      const passes = filtered(cells, filter);
      return passes && [...passes];
    };
    assert.equal(shown({ classes: 'all' }), undefined);
    assert.deepEqual(shown({ classes: 'counted' }), [1, 1, 0, 1]);
    assert.deepEqual(shown({ classes: 'positive' }), [1, 0, 0, 0]);
    assert.deepEqual(shown({ classes: 'negative' }), [0, 1, 0, 1]);
    assert.deepEqual(shown({ classes: 'left out' }), [0, 0, 1, 0]);
    assert.deepEqual(shown({ classes: 'corrected' }), [0, 0, 0, 1]);
    assert.deepEqual(shown({ classes: 'all', range: { column: area, low: 10, high: 20 } }), [0, 1, 1, 1]);
  });
});
