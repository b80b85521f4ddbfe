// `--preprocess` against Pillow 12.3: first pixels and checksums were printed by
// `Image.fromarray(pattern).resize(size, Image.BICUBIC)` of the pattern in drawnTiles.ts.

import assert from 'node:assert/strict';
import { preprocess, type PreprocessPlan } from '../../../engine/dataset/preprocess.js';
import { randomFrom } from '../../../engine/random/random.js';
import { pattern, sha256 } from './drawnTiles.js';

const run = (plan: Partial<PreprocessPlan>, width: number, height: number, seed = 1) => {
  const random = randomFrom(seed);
  const before = random.state();
  const tiles = preprocess(
    [pattern(width, height)],
    { preprocess: 'as-is', loadSize: 512, cropSize: 512, ...plan },
    random,
    'a',
  );
  return { tile: tiles[0]!, drew: random.state().join() !== before.join() };
};

describe('the step before training that', () => {
  it('is not given changes nothing and draws nothing', () => {
    const { tile, drew } = run({}, 7, 5);
    assert.deepEqual(tile, pattern(7, 5));
    assert.equal(drew, false);
  });

  it('is none makes both sides multiples of 4, halves to the even one', () => {
    // round(10/4) = round(2.5) = 2 and round(7/4) = 2 in Python.
    const { tile } = run({ preprocess: 'none' }, 10, 7);
    assert.deepEqual([tile.width, tile.height], [8, 8]);
    assert.deepEqual([...tile.data.subarray(0, 6)], [2, 55, 108, 47, 100, 156]);
    assert.equal(sha256(tile), '0cc5f1db99b1fae9');
  });

  it('is resize_and_crop resizes as Pillow does', () => {
    const { tile } = run({ preprocess: 'resize_and_crop', loadSize: 6, cropSize: 6 }, 12, 8);
    assert.deepEqual([...tile.data.subarray(0, 6)], [40, 103, 153, 120, 143, 169]);
    assert.equal(sha256(tile), '98396887c1e8dd38');
  });

  it('is scale_width keeps the proportions, above the least height', () => {
    const { tile, drew } = run({ preprocess: 'scale_width', loadSize: 9, cropSize: 4 }, 12, 8);
    assert.deepEqual([tile.width, tile.height], [9, 6]);
    assert.equal(sha256(tile), '721f17a53d3e9fee');
    assert.equal(drew, false);
    assert.equal(run({ preprocess: 'scale_width', loadSize: 9, cropSize: 8 }, 12, 8).tile.height, 8);
    assert.deepEqual(
      run({ preprocess: 'scale_width', loadSize: 12, cropSize: 4 }, 12, 8).tile,
      pattern(12, 8),
    );
  });

  it('is crop cuts the same square out of all tiles, at each possible place', () => {
    const places = new Set<string>();
    for (let seed = 0; seed < 60; seed++) {
      const [a, b] = preprocess(
        [pattern(6, 5, 0), pattern(6, 5, 1)],
        { preprocess: 'crop', loadSize: 1, cropSize: 4 },
        randomFrom(seed),
        'a',
      );
      const found = [0, 1]
        .flatMap((y) => [0, 1, 2].map((x) => [x, y] as const))
        .filter(([x, y]) =>
          [a!, b!].every((tile, i) => {
            const whole = pattern(6, 5, i);
            return (
              tile.data.subarray(0, 3).join() ===
              whole.data.subarray(3 * (y * 6 + x), 3 * (y * 6 + x) + 3).join()
            );
          }),
        );
      assert.equal(found.length, 1);
      places.add(found[0]!.join());
    }
    assert.equal(places.size, 6); // (6 − 4 + 1) × (5 − 4 + 1)
  });

  it('is scale_width_and_crop does both', () => {
    const { tile, drew } = run({ preprocess: 'scale_width_and_crop', loadSize: 9, cropSize: 4 }, 12, 8);
    assert.deepEqual([tile.width, tile.height, drew], [4, 4, true]);
  });

  it('crops keeps smaller images whole, and refuses those smaller on one side', () => {
    assert.deepEqual(run({ preprocess: 'crop', cropSize: 9 }, 7, 5).tile, pattern(7, 5));
    assert.throws(
      () => run({ preprocess: 'crop', cropSize: 6 }, 7, 5),
      /a: tiles of 7 × 5 px have no square of 6/,
    );
  });
});
