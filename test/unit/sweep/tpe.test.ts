import assert from 'node:assert/strict';
import { externalValue, type Distribution, type SearchSpace } from '../../../engine/sweep/distributions.js';
import { suggestionsFor, type Study } from '../../../engine/sweep/sampler.js';
import { tpeSampler } from '../../../engine/sweep/tpe.js';
import type { Trial } from '../../../engine/sweep/trial.js';
import { fixture, spaceOf, trialOf, type RecordedSequence } from './optunaRecords.js';

const sequences = [
  ...(fixture('tpe_sequences.json').sequences as RecordedSequence[]),
  ...(fixture('tpe_multiobjective_constrained.json').sequences as RecordedSequence[]),
];

const unit = { kind: 'float', low: 0, high: 1, log: false, step: null } as const;
const five = { kind: 'float', low: -5, high: 5, log: false, step: null } as const;

/** Spaces of sequences whose file does not say them. */
const MISSING_SPACES = new Map<string, SearchSpace>([
  [
    'zdt1_default',
    new Map([
      ['x0', unit],
      ['x1', unit],
      ['x2', unit],
    ]),
  ],
  [
    'acc_cost_mixed',
    new Map<string, Distribution>([
      ['lr', { kind: 'float', low: 1e-5, high: 0.1, log: true, step: null }],
      ['net', { kind: 'categorical', choices: ['a', 'b', 'c'] }],
      ['n', { kind: 'int', low: 1, high: 8, log: false, step: 1 }],
    ]),
  ],
  [
    'constrained_sphere',
    new Map([
      ['x', five],
      ['y', five],
    ]),
  ],
]);

describe('TPE with the seed of Optuna 5 suggests the same', () => {
  for (const sequence of sequences)
    it(sequence.name, () => {
      const space = sequence.space ? spaceOf(sequence.space) : MISSING_SPACES.get(sequence.name)!;
      const { multivariate, group, constant_liar: constantLiar } = sequence.sampler;
      const sampler = tpeSampler(sequence.seed, {
        ...(multivariate === undefined ? {} : { multivariate }),
        ...(group === undefined ? {} : { group }),
        ...(constantLiar === undefined ? {} : { constantLiar }),
      });
      const directions = sequence.directions ?? [sequence.direction!];
      const trials: Trial[] = [];
      for (const recorded of sequence.trials) {
        const study: Study = { name: 'study', directions, trials };
        const suggestions = suggestionsFor(sampler, study, recorded.number);
        for (const [name, expected] of Object.entries(recorded.params)) {
          const distribution = space.get(name)!;
          const value = externalValue(distribution, suggestions.suggest(name, distribution));
          const where = `${sequence.name}, trial ${recorded.number}, ${name}`;
          if (distribution.kind === 'float')
            assert.ok(
              Math.abs((value as number) - (expected as number)) <= 1e-9 * Math.abs(expected as number),
              `${where}: ${value} instead of ${expected as number}`,
            );
          else assert.equal(value, expected, where);
        }
        trials.push(trialOf(recorded, space));
      }
    });
});
