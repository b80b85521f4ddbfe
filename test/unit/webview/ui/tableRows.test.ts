import assert from 'node:assert/strict';
import {
  lineAfterKey,
  lineAt,
  lineCount,
  lineOf,
  linesInSight,
  nextSort,
  scrolledTo,
  sortedOrder,
  type CellValue,
} from '../../../../webview/ui/tableRows.js';

describe('the order of a table', () => {
  const order = (values: readonly CellValue[], descending: boolean, passes?: Uint8Array) => [
    ...sortedOrder(values.length, passes, (row) => values[row], descending),
  ];

  it('is by value, up or down; rows of equal value keep their order', () => {
    assert.deepEqual(order([30, 10, 20, 10], false), [1, 3, 2, 0]);
    assert.deepEqual(order([30, 10, 20, 10], true), [0, 2, 1, 3]);
  });

  it('has rows without a value last, up and down', () => {
    assert.deepEqual(order([undefined, 2, null, 1, NaN], false), [3, 1, 0, 2, 4]);
    assert.deepEqual(order([undefined, 2, null, 1, NaN], true), [1, 3, 0, 2, 4]);
  });

  it('has texts in the order of people: run 2 before run 10', () =>
    assert.deepEqual(order(['run 10', 'run 2', 'a'], false), [2, 1, 0]));

  it('lists only rows that pass', () =>
    assert.deepEqual(order([3, 1, 2], false, Uint8Array.of(1, 0, 1)), [2, 0]));

  it('rises by another column, and turns round by the same one', () => {
    const byArea = nextSort({ by: 'name', descending: true }, 'area');
    assert.deepEqual(byArea, { by: 'area', descending: false });
    assert.deepEqual(nextSort(byArea, 'area'), { by: 'area', descending: true });
  });
});

describe('lines of a table', () => {
  const flat = [{ title: '', rows: [7, 5, 3] }];
  const groups = [
    { title: 'first', rows: [4, 2] },
    { title: 'second', rows: [9] },
  ];

  it('are its rows, and a heading above each group that has a title', () => {
    assert.equal(lineCount(flat), 3);
    assert.equal(lineCount(groups), 5);
    assert.deepEqual(
      [0, 1, 2, 3, 4, 5].map((line) => {
        const found = lineAt(groups, line);
        return typeof found === 'object' ? found.title : found;
      }),
      ['first', 4, 2, 'second', 9, undefined],
    );
    assert.deepEqual(
      [4, 9, 1].map((row) => lineOf(groups, row)),
      [1, 4, -1],
    );
  });

  const after = (key: string, line: number, in_ = flat, inSight = 10) =>
    lineAfterKey(in_, key, line, inSight);

  it('are reached by arrows, which stop at the ends', () => {
    assert.deepEqual([after('ArrowDown', 0), after('ArrowDown', 2)], [1, 2]);
    assert.deepEqual([after('ArrowUp', 2), after('ArrowUp', 0)], [1, 0]);
    assert.equal(after('ArrowDown', -1), 0, 'without a current row, the first');
  });

  it('are reached by pages, Home and End', () => {
    const many = [{ title: '', rows: Uint32Array.from({ length: 100 }, (_, i) => i) }];
    assert.equal(lineAfterKey(many, 'PageDown', 10, 20), 29);
    assert.equal(lineAfterKey(many, 'PageUp', 10, 20), 0);
    assert.equal(lineAfterKey(many, 'End', 10, 20), 99);
    assert.equal(lineAfterKey(many, 'Home', 10, 20), 0);
  });

  it('are stepped over where they are headings', () => {
    assert.equal(after('ArrowDown', 2, groups), 4);
    assert.equal(after('ArrowUp', 4, groups), 2);
    assert.equal(after('Home', 4, groups), 1);
    assert.equal(after('ArrowUp', 1, groups), 1, 'above the first row is only a heading');
  });

  it('do not answer other keys, nor any where there are none', () => {
    assert.equal(after('x', 0), undefined);
    assert.equal(after('ArrowDown', -1, [{ title: '', rows: [] }]), undefined);
  });
});

describe('the window of a table', () => {
  it('has no more lines than are in sight, and some', () => {
    assert.deepEqual(linesInSight(100_000, 20, 2000, 200, 5), { first: 95, end: 115 });
    assert.deepEqual(linesInSight(3, 20, 0, 200, 5), { first: 0, end: 3 });
    assert.deepEqual(linesInSight(0, 20, 400, 200), { first: 0, end: 0 });
  });

  it('scrolls only as far as a line needs', () => {
    assert.equal(scrolledTo(5, 20, 0, 200), 0);
    assert.equal(scrolledTo(15, 20, 0, 200), 120);
    assert.equal(scrolledTo(2, 20, 100, 200), 40);
  });
});
