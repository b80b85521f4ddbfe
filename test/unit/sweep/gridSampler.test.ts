import assert from 'node:assert/strict';
import type { Distribution } from '../../../engine/sweep/distributions.js';
import { gridOf, gridSampler, gridValues } from '../../../engine/sweep/gridSampler.js';

describe('a grid', () => {
  it('has all categories and steps, and the ends of a range', () => {
    assert.deepEqual(gridValues({ kind: 'categorical', choices: ['a', 'b'] }), [0, 1]);
    assert.deepEqual(gridValues({ kind: 'int', low: 16, high: 64, log: false, step: 16 }), [16, 32, 48, 64]);
    const rates = gridValues({ kind: 'float', low: 1e-4, high: 1e-2, log: true, step: null }, 3);
    assert.deepEqual(
      rates.map((rate) => rate.toPrecision(6)),
      ['0.000100000', '0.00100000', '0.0100000'],
    );
  });

  it('gives every combination once, in an order that the seed decides', () => {
    const space = new Map<string, Distribution>([
      ['norm', { kind: 'categorical', choices: ['batch', 'instance', 'none'] }],
      ['filters', { kind: 'int', low: 1, high: 4, log: false, step: 1 }],
    ]);
    const pointsOf = (seed: number) => {
      const sampler = gridSampler(gridOf(space), seed);
      const study = { name: 'grid', directions: ['minimize' as const], trials: [] };
      return Array.from({ length: 12 }, (_, number) => [...sampler.together(study, number).values()].join());
    };
    assert.equal(new Set(pointsOf(1)).size, 12);
    assert.notDeepEqual(pointsOf(1), pointsOf(2));
  });
});
