import assert from 'node:assert/strict';
import { tryName, withTry } from '../../../../extension/runs/tries.js';

describe('tries of runs on images', () => {
  it('are remembered by image, the last one first', () => {
    const one = { image: '/a.png', result: '/r/a 1' };
    const two = { image: '/b.png', result: '/r/b' };
    const again = { image: '/a.png', result: '/r/a 2' };
    assert.deepEqual(withTry(withTry(withTry([], one), two), again), [again, two]);
    const many = Array.from({ length: 30 }, (_, i) => ({ image: `/${i}.png`, result: '' }));
    assert.equal(many.reduce(withTry, [] as readonly { image: string; result: string }[]).length, 20);
  });

  it('are named after image, run and step, as folders can be', () => {
    assert.equal(tryName('tile', '2026-11-28-a', 100), 'tile 2026-11-28-a step 100');
    assert.equal(tryName('a:b?', 'r', 1), 'a-b- r step 1');
  });
});
