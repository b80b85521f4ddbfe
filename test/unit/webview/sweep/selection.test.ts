import assert from 'node:assert/strict';
import {
  frontOf,
  isEmpty,
  notPicked,
  NOTHING_SELECTED,
  passing,
  selectionReducer,
  type SelectionAction,
} from '../../../../webview/sweep/selection.js';
import { columnsOf } from '../../../../webview/sweep/trialColumns.js';
import { madeColumns, trial } from './madeSweep.js';

const after = (...actions: readonly SelectionAction[]) => actions.reduce(selectionReducer, NOTHING_SELECTED);
const selected = (...actions: readonly SelectionAction[]) => {
  const columns = madeColumns();
  const passes = passing(columns, after(...actions));
  return columns.trials.filter((_, at) => passes[at] === 1).map(({ number }) => number);
};

describe('selection of trials', () => {
  it('selects all trials at first', () => assert.deepEqual(selected(), [0, 1, 2, 3, 4, 5]));

  it('takes trials within a range, whichever end comes first', () =>
    assert.deepEqual(selected({ type: 'range', ranges: { 'param:rate': [[4e-3, 5e-4]] } }), [1, 3, 4, 5]));

  it('takes trials in any of several intervals of one dimension', () =>
    assert.deepEqual(
      selected({
        type: 'range',
        ranges: {
          'param:rate': [
            [0, 2e-4],
            [9e-3, 1],
          ],
        },
      }),
      [0, 2],
    ));

  it('leaves out trials without the parameter of a range', () =>
    assert.deepEqual(selected({ type: 'range', ranges: { 'param:depth': [[1, 8]] } }), [0, 3, 4, 5]));

  it('joins brushes of several plots: every condition must hold', () =>
    assert.deepEqual(
      selected(
        { type: 'range', ranges: { 'param:net': [[0, 0]] } },
        { type: 'range', ranges: { 'value:0': [[0.15, 0.5]] } },
      ),
      [0, 3],
    ));

  it('takes pruned trials by their last report, where they are drawn', () => {
    const columns = madeColumns([
      trial(0, { state: 'pruned', reports: [[3, 0.4]] }),
      trial(1, { values: [0.1] }),
    ]);
    const selection = after({ type: 'range', ranges: { 'value:0': [[0.3, 0.5]] } });
    assert.deepEqual([...passing(columns, selection)], [1, 0]);
  });

  it('takes the best trials of those that count', () =>
    assert.deepEqual(selected({ type: 'best', count: 2 }), [1, 3]));

  it('takes states and picked trials', () => {
    assert.deepEqual(selected({ type: 'state', state: 'running' }), [4]);
    assert.deepEqual(selected({ type: 'pick', trials: [1, 5] }), [1, 5]);
  });

  it('lists, in the table, trials beside the picked ones that meet the other conditions', () => {
    const selection = after({ type: 'state', state: 'complete' }, { type: 'pick', trials: [1] });
    assert.deepEqual([...passing(madeColumns(), selection)], [0, 1, 0, 0, 0, 0]);
    assert.deepEqual([...passing(madeColumns(), notPicked(selection))], [1, 1, 1, 1, 0, 1]);
  });

  it('is empty after every part was taken back, and after Clear', () => {
    const parts: readonly SelectionAction[] = [
      { type: 'range', ranges: { number: [[0, 2]] } },
      { type: 'state', state: 'failed' },
      { type: 'best', count: 3 },
      { type: 'pick', trials: [1] },
    ];
    assert.equal(isEmpty(after(...parts)), false);
    assert.deepEqual(after(...parts, { type: 'clear' }), NOTHING_SELECTED);
    const back: readonly SelectionAction[] = [
      { type: 'range', ranges: { number: [] } },
      { type: 'state', state: 'failed' },
      { type: 'best', count: undefined },
      { type: 'pick', trials: undefined },
    ];
    assert.equal(isEmpty(after(...parts, ...back)), true);
  });

  it('ignores the range of a parameter that the sweep does not have', () =>
    assert.equal(selected({ type: 'range', ranges: { 'param:gone': [[0, 1]] } }).length, 6));

  it('takes the best fronts of several objectives', () => {
    const values = [
      [1, 4],
      [2, 2],
      [4, 1],
      [3, 3],
      [5, 5],
    ];
    const columns = columnsOf(
      values.map((both, i) => trial(i, { values: both })),
      {
        objectives: [
          { name: 'a', direction: 'minimize' },
          { name: 'b', direction: 'minimize' },
        ],
        parameters: [],
      },
    );
    assert.deepEqual(frontOf(columns), [0, 1, 2]);
    assert.deepEqual([...passing(columns, after({ type: 'best', count: 4 }))], [1, 1, 1, 1, 0]);
  });
});
