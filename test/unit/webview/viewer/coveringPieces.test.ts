import assert from 'node:assert/strict';
import type { Bounds } from '../../../../webview/viewer/camera.js';
import { coveringPieces } from '../../../../webview/viewer/coveringPieces.js';

const tile = (level: number, column: number, row: number) => {
  const side = 512 * 2 ** level;
  const bounds: Bounds = [column * side, row * side, (column + 1) * side, (row + 1) * side];
  return { key: `${level}/${column}/${row}`, bounds };
};
const whole = { key: 'whole', bounds: [0, 0, 2048, 2048] as Bounds };
const keys = (pieces: readonly { key: string }[], sight: Bounds) =>
  coveringPieces(pieces as ReturnType<typeof tile>[], sight).map(({ key }) => key);

describe('pieces of a layer that is not opaque', () => {
  const coarse = [whole, tile(1, 0, 0)];

  it('are the finest ones that cover what is in sight', () =>
    assert.deepEqual(keys([...coarse, tile(0, 0, 0)], [10, 10, 500, 500]), ['0/0/0']));

  it('are coarser ones while fine tiles are missing', () =>
    assert.deepEqual(keys([...coarse, tile(0, 0, 0)], [10, 10, 900, 500]), ['1/0/0']));

  it('are those that show most where no level shows all', () =>
    assert.deepEqual(keys([tile(1, 0, 0), tile(0, 0, 0)], [-100, -100, 3000, 900]), ['1/0/0']));

  it('do not go to a coarser level for its rounded edge', () => {
    const edge = { key: '3/0/0', bounds: [0, 0, 2050, 2050] as Bounds };
    const fine = [tile(1, 0, 0), tile(1, 1, 0), tile(1, 0, 1), tile(1, 1, 1)];
    assert.equal(keys([edge, ...fine], [-50, -50, 2100, 2100]).length, 4);
  });

  it('are none if there are none', () => assert.deepEqual(keys([], [0, 0, 1, 1]), []));
});
