import assert from 'node:assert/strict';
import '../../../engine/studies/sweepConfig.js'; // loads the rows
import { samplers, seedOfWorker } from '../../../engine/studies/samplers.js';
import type { Distribution } from '../../../engine/sweep/distributions.js';

const space = new Map<string, Distribution>([
  ['norm', { kind: 'categorical', choices: ['batch', 'instance'] }],
  ['filters', { kind: 'int', low: 1, high: 4, log: false, step: 1 }],
]);
const study = { name: 'study', directions: ['minimize' as const], trials: [] };

describe('samplers of several workers', () => {
  it('try each combination of a grid once, whoever tries it', () => {
    const row = samplers.named('grid');
    const workers = [0, 1].map((first) => row.open({ seed: seedOfWorker(row, 7, first) }, space));
    const tried = Array.from({ length: 8 }, (_, number) =>
      [...workers[number % 2]!.together(study, number).values()].join(),
    );
    assert.equal(new Set(tried).size, 8);
  });

  it('draw their own numbers, the first those of the seed', () => {
    const row = samplers.named('tpe');
    assert.equal(seedOfWorker(row, 7, 0), 7);
    const draws = [0, 1].map((first) =>
      row.open({ seed: seedOfWorker(row, 7, first) }, space).alone(study, first, 'filters', {
        ...{ kind: 'float', low: 0, high: 1, log: false, step: null },
      }),
    );
    assert.notEqual(draws[0], draws[1]);
  });
});
