import assert from 'node:assert/strict';
import { quasiRandomSampler } from '../../../engine/sweep/quasiRandomSampler.js';

describe('a quasi-random sequence', () => {
  it('fills a square evenly: 64 points leave none of 16 fields empty', () => {
    const sampler = quasiRandomSampler(3);
    const study = { name: 'study', directions: ['minimize' as const], trials: [] };
    const unit = { kind: 'float', low: 0, high: 1, log: false, step: null } as const;
    const fields = new Map<string, number>();
    for (let number = 0; number < 64; number++) {
      const [x, y] = ['x', 'y'].map((name) => sampler.alone(study, number, name, unit));
      const field = `${Math.floor(4 * x!)},${Math.floor(4 * y!)}`;
      fields.set(field, (fields.get(field) ?? 0) + 1);
    }
    assert.equal(fields.size, 16);
    assert.ok(Math.max(...fields.values()) <= 7, [...fields.values()].join());
  });
});
