import { drawn } from './drawnTiles.js';
import { flipped, turned } from '../../../engine/dataset/geometry.js';
import assert from 'node:assert/strict';

describe('geometry of tiles', () => {
  const letter = drawn('rb.', 'g..');
  it('flips left and right', () => assert.deepEqual(flipped(letter), drawn('.br', '..g')));

  it('turns counter-clockwise by quarters', () => {
    assert.deepEqual(turned(letter, 1), drawn('..', 'b.', 'rg'));
    assert.deepEqual(turned(letter, 2), drawn('..g', '.br'));
    assert.deepEqual(turned(letter, 3), drawn('gr', '.b', '..'));
    assert.deepEqual(turned(letter, 0), letter);
  });
});
