import assert from 'node:assert/strict';
import { bestFirst, columnsOf } from '../../../../webview/sweep/trialColumns.js';
import { MADE, madeColumns, TRIALS, trial } from './madeSweep.js';

describe('columns of trials', () => {
  it('count categories from 0, and have NaN for a parameter that a trial lacks', () => {
    const { dimensions } = madeColumns();
    assert.deepEqual([...dimensions.get('param:net')!.values], [0, 1, 1, 0, 0, 0]);
    assert.deepEqual([...dimensions.get('param:depth')!.values], [4, NaN, NaN, 6, 2, 5]);
  });

  it('count trials that are complete, have values and violate nothing', () =>
    assert.deepEqual([...madeColumns().counts], [1, 1, 0, 1, 0, 0]));

  it('order the trials that count, the best first', () => {
    assert.deepEqual(bestFirst(madeColumns()), [1, 3, 0]);
    const most = columnsOf(TRIALS, { ...MADE, objectives: [{ name: 'dice', direction: 'maximize' }] });
    assert.deepEqual(bestFirst(most), [0, 3, 1]);
  });

  it('make objectives logarithmic only if all values are above 0', () => {
    const isLog = (values: readonly number[]) =>
      columnsOf(
        values.map((value, i) => trial(i, { values: [value] })),
        MADE,
        true,
      ).dimensions.get('value:0')!.log;
    assert.deepEqual([isLog([1, 2]), isLog([0, 2])], [true, false]);
  });
});
