// Changes of training samples: they keep tiles registered and classes exact, and they can be repeated.

import assert from 'node:assert/strict';
import { bend, drawField } from '../../../engine/dataset/elastic.js';
import { PLAIN_DATA, type Augmentation } from '../../../engine/dataset/dataPlan.js';
import { flipped, turned } from '../../../engine/dataset/geometry.js';
import { panelsNamed } from '../../../engine/dataset/panels.js';
import { blurred } from '../../../engine/dataset/smooth.js';
import { changeStains, drawStainChange } from '../../../engine/dataset/stainJitter.js';
import { varied } from '../../../engine/dataset/trainingRow.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { randomFrom } from '../../../engine/random/random.js';
import { coloursOf, drawn, pattern, picture } from './drawnTiles.js';

const PANELS = panelsNamed(['ihc', 'dapi', 'segmentation']);
const SEGMENTATION = drawn(
  '..gggggg........',
  '..grrrrg..ggggg.',
  '..grrrrg..gbbbg.',
  '..grrrrg..gbbbg.',
  '..gggggg..ggggg.',
  ...Array.from({ length: 11 }, () => '................'),
);
const ALL: Augmentation = { rotate: true, stain: 0.1, blurPx: 2, jpegQuality: 30, elasticPx: 4 };

const change = (tiles: readonly Raster[], augmentation: Partial<Augmentation>, seed = 1, flip = false) =>
  varied(
    tiles,
    PANELS,
    { ...PLAIN_DATA, flip, augmentation: { ...PLAIN_DATA.augmentation, ...augmentation } },
    randomFrom(seed),
    'a',
  );
const sample = () => [pattern(16, 16, 1), pattern(16, 16, 2), SEGMENTATION];

describe('geometry', () => {
  const letter = drawn('rb.', 'g..');
  it('flips left and right', () => assert.deepEqual(flipped(letter), drawn('.br', '..g')));
  it('turns counter-clockwise by quarters', () => {
    assert.deepEqual(turned(letter, 1), drawn('..', 'b.', 'rg'));
    assert.deepEqual(turned(letter, 2), drawn('..g', '.br'));
    assert.deepEqual(turned(letter, 3), drawn('gr', '.b', '..'));
    assert.deepEqual(turned(letter, 0), letter);
  });

  it('bends by one field so that tiles stay registered', async () => {
    const tile = pattern(16);
    const [a, b] = await change([tile, tile, SEGMENTATION], { elasticPx: 4 });
    assert.notDeepEqual(a, tile);
    assert.deepEqual(a, b);
  });

  it('moves pixels by the field, mirrored at the edges', () => {
    const field = { dx: new Float32Array(12).fill(1), dy: new Float32Array(12) };
    const row = drawn('rgb.', '....', 'b...');
    assert.deepEqual(bend(row, field, 'nearest'), drawn('gb.b', '....', '....'));
    assert.deepEqual(bend(row, field, 'linear'), drawn('gb.b', '....', '....'));
  });

  it('mixes pictures linearly: half a pixel is the mean of two', () => {
    const field = { dx: new Float32Array(4).fill(0.5), dy: new Float32Array(4) };
    const levels = picture(4, 1, (x) => [10 * x, 0, 0]);
    assert.deepEqual(
      [...bend(levels, field, 'linear').data].filter((_, i) => i % 3 === 0),
      [5, 15, 25, 25],
    );
  });

  it('bends smoothly: neighbours move alike, by the requested deviation', () => {
    const size = 128;
    let squares = 0;
    for (let seed = 0; seed < 20; seed++) {
      const { dx } = drawField(size, size, 10, randomFrom(seed));
      for (let i = 1; i < dx.length; i++) {
        if (i % size > 0) assert.ok(Math.abs(dx[i]! - dx[i - 1]!) < 3);
        squares += dx[i]! ** 2;
      }
    }
    // The mean square of a cubic B-spline's weights is (151/315)² of the control's variance: 0.479 of the deviation.
    const deviation = Math.sqrt(squares / (20 * size * size));
    assert.ok(Math.abs(deviation - 4.79) < 0.5, `${deviation}`);
  });

  it('keeps the colours of classes when turned, flipped and bent', async () => {
    const before = coloursOf(SEGMENTATION);
    for (let seed = 0; seed < 20; seed++) {
      const [, , segmentation] = await change(sample(), ALL, seed, true);
      for (const colour of coloursOf(segmentation!)) assert.ok(before.has(colour), colour);
    }
  });
});

describe('the look of a stained image', () => {
  it('changes by amounts of stain in optical density (numbers of NumPy)', () => {
    const colours = [
      [80, 60, 120, 67, 50, 99],
      [200, 190, 220, 184, 179, 196],
      [255, 255, 255, 241, 248, 232],
      [0, 0, 0, 0, 0, 0],
      [120, 80, 40, 98, 57, 25],
    ];
    for (const [r, g, b, ...expected] of colours)
      assert.deepEqual(
        [
          ...changeStains(
            picture(1, 1, () => [r!, g!, b!]),
            { factor: [1.1, 0.9, 1.2], shift: [0.02, -0.03, 0.05] },
          ).data,
        ],
        expected,
      );
  });

  it('stays the same without a change', () => {
    const tile = pattern(16);
    assert.deepEqual(changeStains(tile, { factor: [1, 1, 1], shift: [0, 0, 0] }), tile);
  });

  it('is drawn within its bounds', () => {
    const random = randomFrom(3);
    for (let i = 0; i < 100; i++) {
      const { factor, shift } = drawStainChange(0.2, random);
      assert.ok(factor.every((f) => f >= 0.8 && f <= 1.2) && shift.every((s) => s >= -0.2 && s <= 0.2));
    }
  });

  it('is blurred to a normal curve around a point', () => {
    const point = picture(9, 9, (x, y) => (x === 4 && y === 4 ? [255, 255, 255] : [0, 0, 0]));
    const { data } = blurred(point, 1);
    const row = [0, 1, 2, 3].map((x) => data[3 * (4 * 9 + 4 + x)]!);
    // 255 · (e^(−x²/2) / Σ e^(−k²/2), k = −3 … 3) · (1 / Σ): 0.3991, 0.2420, 0.0540, 0.0044 squared and mixed.
    assert.deepEqual(
      row,
      [0.3991, 0.242, 0.054, 0.0044].map((w) => Math.round(255 * w * 0.3991)),
    );
    assert.deepEqual(blurred(pattern(5), 0), pattern(5));
  });

  it('changes in the stained input only', async () => {
    const tiles = sample();
    const [ihc, dapi, segmentation] = await change(tiles, { stain: 0.1, blurPx: 2, jpegQuality: 30 });
    assert.notDeepEqual(ihc, tiles[0]);
    assert.deepEqual([dapi, segmentation], tiles.slice(1));
  });

  it('stays the same in a target that is an IHC image', async () => {
    const panels = panelsNamed(['grey-hematoxylin', 'dapi', 'segmentation', 'ihc'], 3);
    const tiles = [...sample(), pattern(16)];
    const plan = { ...PLAIN_DATA, flip: false, augmentation: { ...ALL, rotate: false, elasticPx: 0 } };
    assert.deepEqual(await varied(tiles, panels, plan, randomFrom(1), 'a'), tiles);
  });

  it('loses a little through JPEG, and less at a higher quality', async () => {
    const smooth = picture(32, 32, (x, y) => [200 - 3 * x, 180 - 2 * y, 210]);
    const error = async (quality: number) => {
      const { recompressed } = await import('../../../engine/images/recompress.js');
      const after = await recompressed(smooth, quality);
      return (
        after.data.reduce((sum, level, i) => sum + Math.abs(level - smooth.data[i]!), 0) / after.data.length
      );
    };
    const [low, high] = [await error(5), await error(95)];
    assert.ok(high > 0 && high < 2 && low > high, `${low}, ${high}`);
  });
});

describe('a varied sample', () => {
  it('is the same for the same state of the random generator', async () => {
    for (let seed = 0; seed < 5; seed++)
      assert.deepEqual(await change(sample(), ALL, seed, true), await change(sample(), ALL, seed, true));
  });

  it('is unchanged if all steps are off, and draws nothing', async () => {
    const random = randomFrom(4);
    const state = random.state();
    const tiles = sample();
    assert.deepEqual(await varied(tiles, PANELS, { ...PLAIN_DATA, flip: false }, random, 'a'), tiles);
    assert.deepEqual(random.state(), state);
  });

  it('is flipped half of the time, all tiles together', async () => {
    let turnedOver = 0;
    for (let seed = 0; seed < 200; seed++) {
      const tiles = sample();
      const now = await change(tiles, {}, seed, true);
      const isFlipped = now[0] !== tiles[0];
      assert.deepEqual(now, isFlipped ? tiles.map(flipped) : tiles);
      if (isFlipped) turnedOver++;
    }
    assert.ok(turnedOver > 75 && turnedOver < 125, `${turnedOver}`); // 3.5 deviations of 200 tosses
  });
});
