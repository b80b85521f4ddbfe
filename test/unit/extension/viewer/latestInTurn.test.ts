import assert from 'node:assert/strict';
import { latestInTurn } from '../../../../extension/viewer/latestInTurn.js';

describe('work in turn', () => {
  it('runs one after the other, and of those that wait with one name only the last', async () => {
    const turn = latestInTurn();
    const ran: number[] = [];
    let release!: () => void;
    const first = turn('r', 'rescore', () => new Promise<void>((resolve) => (release = resolve)));
    await Promise.resolve().then(() => undefined);
    await new Promise((resolve) => setImmediate(resolve));
    const later = [2, 3, 4].map((n) => turn('r', 'rescore', () => Promise.resolve(ran.push(n))));
    const other = turn('r', 'correct', () => Promise.resolve(ran.push(9)));
    assert.deepEqual(ran, []);
    release();
    await Promise.all([first, ...later, other]);
    assert.deepEqual(ran, [4, 9]);
  });

  it('goes on after a failure, which its caller is told', async () => {
    const turn = latestInTurn();
    const failing = turn('r', 'a', () => Promise.reject(new Error('no')));
    const next = turn('r', 'b', () => Promise.resolve());
    await assert.rejects(failing, /no/);
    await next;
  });
});
