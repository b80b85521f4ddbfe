import { drawn, picture } from './drawnTiles.js';
import { bend, drawField } from '../../../engine/dataset/elastic.js';
import { randomFrom } from '../../../engine/random/random.js';
import assert from 'node:assert/strict';

describe('an elastic deformation', () => {
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
});
