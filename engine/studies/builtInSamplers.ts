// List of the built-in samplers, in the order in which people see them.

import { EngineError } from '../protocol/errors.js';
import { combinations, gridOf, gridSampler, MOST_COMBINATIONS } from '../sweep/gridSampler.js';
import { quasiRandomSampler } from '../sweep/quasiRandomSampler.js';
import { randomSampler } from '../sweep/randomSampler.js';
import { HYPEROPT_PRESET, tpeSampler } from '../sweep/tpe.js';
import { samplers, type SamplerOptions } from './samplers.js';

samplers.add(
  {
    id: 'tpe',
    title: 'Tree-structured Parzen Estimator, as Optuna 5 has it',
    open: ({ seed, ...options }) => tpeSampler(seed, withoutGrid(options)),
  },
  {
    id: 'tpe-hyperopt',
    title: 'Tree-structured Parzen Estimator as Hyperopt has it, one parameter at a time',
    open: ({ seed, ...options }) => tpeSampler(seed, { ...HYPEROPT_PRESET, ...withoutGrid(options) }),
  },
  { id: 'random', title: 'Random search', open: ({ seed }) => randomSampler(seed) },
  {
    id: 'quasi-random',
    isSequence: true,
    title: 'Quasi-random search (Halton)',
    open: ({ seed }) => quasiRandomSampler(seed),
  },
  {
    id: 'grid',
    isSequence: true,
    title: 'Grid: every combination once',
    open: ({ seed, gridPoints }, space) => {
      const grid = gridOf(space, gridPoints);
      if (combinations(grid) > MOST_COMBINATIONS)
        throw new EngineError(
          'usage',
          `The grid has ${combinations(grid).toLocaleString('en')} combinations; at most ` +
            `${MOST_COMBINATIONS.toLocaleString('en')} can be tried. Take fewer values, or another sampler.`,
        );
      return gridSampler(grid, seed);
    },
  },
);

/** Options that were given; an option that is undefined would hide a default. */
function withoutGrid(options: Omit<SamplerOptions, 'seed'>): object {
  return Object.fromEntries(
    Object.entries(options).filter(([key, value]) => key !== 'gridPoints' && value !== undefined),
  );
}
