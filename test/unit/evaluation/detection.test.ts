import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { detect, type Point } from '../../../engine/evaluation/detection.js';

/** Made with scipy.optimize.linear_sum_assignment. */
const cases = JSON.parse(
  readFileSync(join(import.meta.dirname, '../../../../test/fixtures/detections.json'), 'utf8'),
) as readonly {
  readonly radius: number;
  readonly truth: readonly [number, number][];
  readonly predicted: readonly [number, number][];
  readonly found: number;
}[];
const points = (pairs: readonly [number, number][]): Point[] => pairs.map(([x, y]) => ({ x, y }));

describe('detected cells', () => {
  for (const { radius, truth, predicted, found } of cases)
    it(`of ${truth.length} and ${predicted.length} centres make as many pairs as there can be`, () => {
      const scores = detect(points(truth), points(predicted), radius);
      assert.equal(scores.found, found);
      assert.equal(scores.missed, truth.length - found);
      assert.equal(scores.invented, predicted.length - found);
    });

  const row = (...xs: number[]): Point[] => xs.map((x) => ({ x, y: 0 }));
  it('have one partner each: a second centre beside a cell is invented', () =>
    assert.deepEqual(detect(row(0), row(1, -1), 5), {
      ...{ found: 1, missed: 0, invented: 1, precision: 0.5, recall: 1, f1: 2 / 3 },
    }));
  it('are as many as can be where the nearest pair would cost one, and fewer by the greedy rule', () => {
    const [truth, predicted] = [row(0, 10), row(4.5, -5.2)];
    assert.equal(detect(truth, predicted, 6).found, 2);
    assert.equal(detect(truth, predicted, 6, 'greedy').found, 1);
  });
  it('at the radius itself are found', () => assert.equal(detect(row(0), row(10), 10).found, 1));
  it('agree fully where there are none', () => assert.equal(detect([], [], 10).f1, 1));
  it('score 0 where all are missed', () => assert.equal(detect(row(1), [], 10).f1, 0));
});
