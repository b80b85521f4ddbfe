// Samplers with the seeds of recorded studies: every suggestion must come out the same (`tpe_sequences.json`,
// `tpe_multiobjective_constrained.json`). The recorded values are fed back.

import { externalValue } from '../../../engine/sweep/distributions.js';
import { paretoFront } from '../../../engine/sweep/domination.js';
import { DEFAULT_KERNELS } from '../../../engine/sweep/kernels.js';
import { randomSampler } from '../../../engine/sweep/randomSampler.js';
import { suggestionsFor, type Sampler } from '../../../engine/sweep/sampler.js';
import { tpeSampler } from '../../../engine/sweep/tpe.js';
import type { Trial } from '../../../engine/sweep/trial.js';
import { within, type ParityCheck } from '../check.js';
import {
  directionsOf,
  recorded,
  relativeDifference,
  spaceOfSequence,
  trialOf,
  type RecordedSequence,
} from './optunaRecords.js';
import { TOLERANCE } from './parzen.js';

export async function* sequences(root: string, file: string): AsyncGenerator<ParityCheck> {
  const all = await recorded<{ readonly sequences: readonly RecordedSequence[] }>(root, file);
  for (const sequence of all.sequences) yield* oneSequence(sequence);
}

function* oneSequence(sequence: RecordedSequence): Generator<ParityCheck> {
  const space = spaceOfSequence(sequence);
  const sampler = samplerOf(sequence);
  const directions = directionsOf(sequence);
  const trials: Trial[] = [];
  let largest = 0;
  let first: string | undefined;
  for (const one of sequence.trials) {
    const suggestions = suggestionsFor(sampler, { name: sequence.name, directions, trials }, one.number);
    for (const [name, expected] of Object.entries(one.params)) {
      const distribution = space.get(name)!;
      const value = externalValue(distribution, suggestions.suggest(name, distribution));
      const difference =
        distribution.kind === 'float'
          ? relativeDifference([value as number], [expected as number])
          : Number(value !== expected) && Infinity;
      if (difference > TOLERANCE)
        first ??= `trial ${one.number}, ${name}: ${value} instead of ${String(expected)}`;
      largest = Math.max(largest, difference);
    }
    trials.push(trialOf(one, space));
  }
  yield within(`${sequence.name} · ${trials.length} trials`, largest, TOLERANCE, first);
  if (!sequence.pareto || directions.length === 1) return;
  const front = paretoFront(trials, directions).map(({ number }) => number);
  yield within(
    `${sequence.name} · Pareto front`,
    relativeDifference(front, sequence.pareto),
    0,
    front.join(),
  );
}

function samplerOf({ seed, sampler }: RecordedSequence): Sampler {
  const name = sampler.name ?? sampler.type ?? sampler.class;
  if (typeof name === 'string' && /random/i.test(name)) return randomSampler(seed);
  const given = <T>(key: string, field: string): Partial<Record<string, T>> =>
    sampler[key] === undefined || sampler[key] === null ? {} : { [field]: sampler[key] as T };
  return tpeSampler(seed, {
    ...given<boolean>('multivariate', 'multivariate'),
    ...given<boolean>('group', 'group'),
    ...given<boolean>('constant_liar', 'constantLiar'),
    ...given<number>('n_startup_trials', 'startupTrials'),
    ...given<number>('n_ei_candidates', 'candidates'),
    kernels: {
      ...DEFAULT_KERNELS,
      ...given<number>('prior_weight', 'priorWeight'),
      ...given<boolean>('consider_magic_clip', 'magicClip'),
      ...given<boolean>('consider_endpoints', 'endpoints'),
    },
  });
}
