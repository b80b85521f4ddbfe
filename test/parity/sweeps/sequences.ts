// Samplers with the seeds of recorded studies: every suggestion must come out the same (`tpe_sequences.json`,
// `tpe_multiobjective_constrained.json`). The recorded values are fed back.

import { externalValue } from '../../../engine/sweep/distributions.js';
import { paretoFront } from '../../../engine/sweep/domination.js';
import { DEFAULT_KERNELS } from '../../../engine/sweep/kernels.js';
import { randomSampler } from '../../../engine/sweep/randomSampler.js';
import { suggestionsFor, type Sampler } from '../../../engine/sweep/sampler.js';
import { tpeSampler, type TpeOptions } from '../../../engine/sweep/tpe.js';
import { hyperoptGamma } from '../../../engine/sweep/tpeWeights.js';
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
  for (const sequence of all.sequences)
    yield* oneSequence({ ...sequence, sampler: argumentsOf(sequence.sampler) });
}

/** Arguments of the sampler; a file may name it only, or leave it to the default. */
function argumentsOf(sampler: unknown): RecordedSequence['sampler'] {
  if (typeof sampler === 'string') return { name: sampler };
  return (sampler ?? {}) as RecordedSequence['sampler'];
}

function* oneSequence(sequence: RecordedSequence): Generator<ParityCheck> {
  const name = `${sequence.name} · ${sequence.trials.length} trials`;
  const other = otherSampler(sequence);
  if (other !== undefined) {
    yield within(`${name}, skipped: ${other} is not Optuna’s here`, 0, 0);
    return;
  }
  const found = gammasOf(sequence).map((gamma) => replay(sequence, samplerOf(sequence, gamma)));
  const { largest, first } = found.find((one) => one.largest <= TOLERANCE) ?? found[0]!;
  yield within(name, largest, TOLERANCE, first);
  const directions = directionsOf(sequence);
  if (!sequence.pareto || directions.length === 1) return;
  const space = spaceOfSequence(sequence);
  const front = paretoFront(
    sequence.trials.map((trial) => trialOf(trial, space)),
    directions,
  ).map(({ number }) => number);
  yield within(
    `${sequence.name} · Pareto front`,
    relativeDifference(front, sequence.pareto),
    0,
    front.join(),
  );
}

/** Suggests trial by trial with the recorded values fed back. */
function replay(
  sequence: RecordedSequence,
  sampler: Sampler,
): { largest: number; first: string | undefined } {
  const space = spaceOfSequence(sequence);
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
  return { largest, first };
}

function nameOfSampler({ sampler }: RecordedSequence): string {
  return [sampler.name, sampler.type, sampler.class, sampler.preset]
    .filter((one) => typeof one === 'string')
    .join(' ');
}

/** Samplers whose sequences are our own: grids and quasi-random numbers; and those that we lack. */
function otherSampler(sequence: RecordedSequence): string | undefined {
  return /\b(Grid|QMC|CmaEs|GP|NSGA\w*|BruteForce)\w*/i.exec(nameOfSampler(sequence))?.[0];
}

/** Functions that count the good trials. A file cannot hold a function; Hyperopt's goes with 20 random trials. */
function gammasOf(sequence: RecordedSequence): readonly (TpeOptions['gamma'] | undefined)[] {
  const { sampler } = sequence;
  const said = `${nameOfSampler(sequence)} ${typeof sampler.gamma === 'string' ? sampler.gamma : ''}`;
  if (/hyperopt/i.test(said)) return [hyperoptGamma];
  return sampler.n_startup_trials === 20 || sampler.gamma !== undefined
    ? [undefined, hyperoptGamma]
    : [undefined];
}

function samplerOf(sequence: RecordedSequence, gamma: TpeOptions['gamma'] | undefined): Sampler {
  const { seed, sampler } = sequence;
  if (/random/i.test(nameOfSampler(sequence))) return randomSampler(seed);
  const given = <T>(key: string, field: string): Partial<Record<string, T>> =>
    sampler[key] === undefined || sampler[key] === null ? {} : { [field]: sampler[key] as T };
  return tpeSampler(seed, {
    ...(/hyperopt/i.test(nameOfSampler(sequence)) ? { startupTrials: 20 } : {}),
    ...(gamma ? { gamma } : {}),
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
