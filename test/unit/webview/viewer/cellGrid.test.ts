import assert from 'node:assert/strict';
import { cellAt, cellGrid, cellsWithin } from '../../../../webview/viewer/cellGrid.js';
import { pageCells, square } from './squareCells.js';

/** A hundred squares of 10 px, 20 px apart, and one of 300 px over the first nine hundred pixels of them. */
const many = pageCells([
  ...Array.from({ length: 100 }, (_, i) => square((i % 10) * 20, Math.floor(i / 10) * 20, 10)),
  square(0, 0, 300),
]);
const grid = cellGrid(many.list);

describe('finding cells by place', () => {
  it('finds every cell that touches the bounds', () => {
    for (const bounds of [
      [0, 0, 5, 5],
      [35, 35, 90, 61],
      [-50, 150, 1000, 155],
    ] as const) {
      const touching = Array.from({ length: many.list.length }, (_, i) => i).filter(
        (i) =>
          many.list.minX[i]! <= bounds[2] &&
          many.list.maxX[i]! + 1 >= bounds[0] &&
          many.list.firstY[i]! <= bounds[3] &&
          many.list.maxY[i]! + 1 >= bounds[1],
      );
      const found = [...cellsWithin(grid, bounds)];
      for (const i of touching) assert.ok(found.includes(i), `cell ${i} touches ${bounds.join()}`);
      assert.equal(new Set(found).size, found.length);
    }
  });

  it('looks at few of many cells', () => {
    const spread = pageCells(
      Array.from({ length: 10_000 }, (_, i) => square((i % 100) * 100, 100 * Math.floor(i / 100), 20)),
    );
    const found = cellsWithin(cellGrid(spread.list), [5000, 5000, 5500, 5500]);
    assert.ok(found.length >= 36 && found.length < 150, String(found.length));
  });

  it('finds nothing where there is none', () => {
    assert.deepEqual([...cellsWithin(cellGrid(pageCells([]).list), [0, 0, 100, 100])], []);
    assert.equal(cellAt(many, grid, 5000, 5000), undefined);
  });

  it('finds the cell around a point, the smaller one where several lie on one another', () => {
    assert.equal(cellAt(many, grid, 25, 5), 1);
    assert.equal(cellAt(many, grid, 35, 5), 100);
    assert.equal(cellAt(many, grid, 301, 5), undefined);
  });

  it('counts the pixels of the edge as the cell’s', () => {
    const one = pageCells([square(10, 10, 4)]);
    const own = cellGrid(one.list);
    for (const [x, y] of [
      [10.1, 12],
      [13.9, 12],
      [12, 10.1],
      [12, 13.9],
    ] as const)
      assert.equal(cellAt(one, own, x, y), 0, `${x}, ${y}`);
    for (const [x, y] of [
      [9.9, 12],
      [14.1, 12],
    ] as const)
      assert.equal(cellAt(one, own, x, y), undefined, `${x}, ${y}`);
  });
});
