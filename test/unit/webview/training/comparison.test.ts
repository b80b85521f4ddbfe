import assert from 'node:assert/strict';
import { comparedKeys, comparedSeries } from '../../../../webview/training/comparison.js';
import { bestRows, sortsDown } from '../../../../webview/training/runRows.js';
import { head } from './runHeads.js';

describe('compared runs', () => {
  const runs = [
    head('a', { config: { lr: 1, seed: 3 }, last: { 'val/dice': 0.5, 'a/l1': 10, x: 1, same: 2 } }),
    head('b', { config: { lr: 2, seed: 3 }, last: { 'val/dice': 0.6, 'a/l1': null, x: 3, same: 2 } }),
  ];
  const series = ['same', 'x', 'val/dice', 'a/l1', 'none'].map((name) => ({
    ...{ table: 'steps' as const, name, label: name, words: name },
  }));
  const compared = comparedSeries(series, runs, ({ last }, { name }) =>
    name in last ? (last[name] ?? NaN) : undefined,
  );

  it('have metrics first, and the series that differ most before the others, NaN before all', () =>
    assert.deepEqual(
      compared.map(({ name }) => name),
      ['val/dice', 'a/l1', 'x', 'same'],
    ));

  it('have a winner where the name says which values are better', () =>
    assert.deepEqual(
      compared.map(({ winner }) => winner),
      [1, 0, undefined, undefined],
    ));

  it('have the keys that differ apart from the equal ones', () =>
    assert.deepEqual(comparedKeys(runs), {
      differing: [{ key: 'lr', values: [1, 2] }],
      equal: [{ key: 'seed', values: [3, 3] }],
    }));

  it('have their best value marked in the table, which sorts good metrics to the top', () => {
    const columns = ['last:val/dice', 'last:a/l1', 'last:x', 'config:lr'];
    assert.deepEqual([...bestRows(runs, Uint32Array.of(0, 1), columns)], [['last:val/dice', 1]]);
    assert.deepEqual(columns.map(sortsDown), [true, false, false, false]);
  });
});
