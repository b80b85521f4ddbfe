// The outline must cover what the mask covers: areas and corners follow from the drawn pixels.

import assert from 'node:assert/strict';
import { pixelOutline } from '../../../engine/postprocessing/pixelOutline.js';
import { cellsOf } from '../exports/storedResult.js';

function outlineOf(...rows: readonly string[]): number[] {
  const [cell] = cellsOf(rows);
  return pixelOutline(cell!.boundary);
}

/** Positive where the ring runs clockwise on a screen, y pointing down. */
function signedArea(ring: readonly number[]): number {
  let twice = 0;
  for (let at = 0; at < ring.length; at += 2) {
    const next = (at + 2) % ring.length;
    twice += ring[at]! * ring[next + 1]! - ring[next]! * ring[at + 1]!;
  }
  return twice / 2;
}

/** True when no two edges touch that are not neighbours. */
function isSimple(ring: readonly number[]): boolean {
  const count = ring.length / 2;
  const point = (i: number) => [ring[2 * (i % count)]!, ring[2 * (i % count) + 1]!] as const;
  const side = (a: readonly number[], b: readonly number[], c: readonly number[]) =>
    Math.sign((b[0]! - a[0]!) * (c[1]! - a[1]!) - (b[1]! - a[1]!) * (c[0]! - a[0]!));
  const overlap = (a: number, b: number, c: number, d: number) =>
    Math.max(Math.min(a, b), Math.min(c, d)) <= Math.min(Math.max(a, b), Math.max(c, d));
  for (let i = 0; i < count; i++)
    for (let j = i + 2; j < count; j++) {
      if (i === 0 && j === count - 1) continue;
      const [a, b, c, d] = [point(i), point(i + 1), point(j), point(j + 1)];
      const crosses = side(a, b, c) * side(a, b, d) <= 0 && side(c, d, a) * side(c, d, b) <= 0;
      if (crosses && overlap(a[0], b[0], c[0], d[0]) && overlap(a[1], b[1], c[1], d[1])) return false;
    }
  return true;
}

describe('the outline of a cell along its pixels', () => {
  it('is a square for one pixel', () =>
    assert.deepEqual(outlineOf('...', '.P.', '...'), [1, 1, 2, 1, 2, 2, 1, 2]));

  it('gives a row of pixels its area', () =>
    assert.deepEqual(outlineOf('......', '.PPPP.', '......'), [1, 2, 1, 1, 5, 1, 5, 2]));

  it('has corners only where it turns', () =>
    assert.deepEqual(outlineOf('....', '.PP.', '.P..', '....'), [1, 1, 3, 1, 3, 2, 2, 2, 2, 3, 1, 3]));

  it('covers holes', () =>
    assert.equal(signedArea(outlineOf('.....', '.PPP.', '.P.P.', '.PPP.', '.....')), 9));

  it('does not touch itself where pixels touch by a corner', () => {
    const ring = outlineOf('....', '.P..', '..P.', '....');
    assert.ok(isSimple(ring));
    assert.equal(signedArea(ring), 2 + 2 / 32);
  });

  it('is simple, clockwise and of the right area for cells of any shape', () => {
    let state = 1;
    const chance = () => (state = (state * 48_271) % 2_147_483_647) / 2_147_483_647;
    let seen = 0;
    for (let round = 0; round < 60; round++) {
      const rows = Array.from({ length: 12 }, (_, y) =>
        Array.from({ length: 12 }, (_, x) =>
          x > 0 && y > 0 && x < 11 && y < 11 && chance() < 0.5 ? 'P' : '.',
        ).join(''),
      );
      for (const cell of cellsOf(rows)) {
        const ring = pixelOutline(cell.boundary);
        const bevels = ring.filter((coordinate) => !Number.isInteger(coordinate)).length / 2;
        assert.ok(isSimple(ring), rows.join('\n'));
        assert.ok(Math.abs(signedArea(ring) - cell.size - bevels / 32) < 1e-9, rows.join('\n'));
        seen++;
      }
    }
    assert.ok(seen > 100);
  });
});
