// Rows merged from values by step, written by any process in any order, against a table made of all of them by hand.

import assert from 'node:assert/strict';
import { dropRows, lastValue, mergeRows, nanSince } from '../../../engine/runlog/mergedRows.js';
import { createTable, type GrowingTable } from '../../../engine/runlog/runTable.js';

const values = (name: string, pairs: readonly (readonly [number, number])[]) => ({
  name,
  step: Float64Array.from(pairs, ([step]) => step),
  timeMs: Float64Array.from(pairs, ([step]) => 1000 * step),
  value: Float64Array.from(pairs, ([, value]) => value),
});

/** Every row as [step, {column: value}], in which nothing is no value. */
const rowsOf = (table: GrowingTable) =>
  Array.from({ length: table.count }, (_, row) => [
    table.step[row]!,
    Object.fromEntries(
      [...table.columns].flatMap(([name, column]) =>
        Number.isNaN(column[row]!) ? [] : [[name, column[row]!]],
      ),
    ),
  ]);

describe('rows that are merged', () => {
  it('stand by their steps, whatever order they come in', () => {
    // A linear congruence: the same order of steps each time.
    let state = 7;
    const random = (below: number) => (state = (1664525 * state + 1013904223) % 2 ** 32) % below;
    const table = createTable();
    const all = new Map<number, Record<string, number>>();
    for (let round = 0; round < 40; round++) {
      const batch = ['a', 'b', 'c'].map((name) =>
        values(
          name,
          Array.from({ length: random(30) }, () => [random(1000), random(100)] as const),
        ),
      );
      const known = rowsOf(table);
      const { from, dropped } = mergeRows(table, batch);
      for (const { name, step, value } of batch)
        step.forEach((one, i) => all.set(one, { ...all.get(one), [name]: value[i]! }));
      assert.equal(dropped, 0);
      assert.deepEqual(rowsOf(table).slice(0, from), known.slice(0, from));
    }
    assert.deepEqual(
      rowsOf(table),
      [...all].sort(([a], [b]) => a - b),
    );
    for (let row = 0; row < table.count; row++) assert.equal(table.timeMs[row], 1000 * table.step[row]!);
  });

  it('say from where on they have changed', () => {
    const table = createTable();
    assert.deepEqual(mergeRows(table, [values('a', [[1, 1], [3, 3]])]), { from: 0, dropped: 0 }); // prettier-ignore
    assert.equal(mergeRows(table, [values('a', [[4, 4]])]).from, 2);
    assert.equal(mergeRows(table, [values('b', [[3, 3]])]).from, 1);
    assert.equal(mergeRows(table, [values('b', [[2, 2]])]).from, 1);
    assert.equal(mergeRows(table, []).from, table.count);
  });

  it('end at a step, and leave nothing behind in rows that come again', () => {
    const table = createTable();
    mergeRows(table, [values('a', [[1, 1], [2, 2], [3, 3]]), values('b', [[3, 30]])]); // prettier-ignore
    assert.equal(dropRows(table, 2), 1);
    mergeRows(table, [values('a', [[3, 9]])]);
    assert.deepEqual(rowsOf(table), [[1, { a: 1 }], [3, { a: 9 }]]); // prettier-ignore
    assert.equal(lastValue(table, 'b'), undefined);
    assert.equal(lastValue(table, 'a'), 9);
  });

  it('keep which values are NaN when rows are put between, and drop that with the rows', () => {
    const table = createTable();
    mergeRows(table, [values('a', [[1, 1], [3, NaN], [5, NaN]])]); // prettier-ignore
    mergeRows(table, [values('b', [[2, 2], [4, 4]])]); // prettier-ignore
    assert.equal(lastValue(table, 'a'), NaN);
    assert.equal(nanSince(table, 'a'), 3);
    assert.equal(nanSince(table, 'b'), undefined);
    dropRows(table, 3);
    assert.equal(lastValue(table, 'a'), 1);
    mergeRows(table, [values('b', [[5, 5]])]);
    assert.equal(lastValue(table, 'a'), 1, 'the row of step 5 came back without a value of a');
  });

  it('keep which values are NaN in a table that has grown', () => {
    const table = createTable();
    const many = Array.from({ length: 1000 }, (_, i) => [i, i < 100 ? 1 : NaN] as const);
    mergeRows(table, [values('a', many.slice(0, 200))]);
    mergeRows(table, [values('a', many.slice(200))]);
    assert.equal(nanSince(table, 'a'), 100);
  });

  it('of columns that never share a step are only as many as fit', () => {
    const table = createTable();
    const batch = Array.from({ length: 10 }, (_, column) =>
      values(
        `${column}`,
        Array.from({ length: 10 }, (__, i) => [10 * i + column, 1] as const),
      ),
    );
    const { dropped } = mergeRows(table, batch, 500);
    assert.equal(table.count, 50);
    assert.equal(dropped, 50);
  });
});
