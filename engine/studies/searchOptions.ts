// Options of a sweep in tables: from them come the check of a *.deepliif-sweep.json, its schema, and the types of what
// samplers and pruners are given. Defaults are those of the mathematics (engine/sweep/) unless they stand here.

import type { OptionTable, OptionValue } from '../options/optionKinds.js';
import { DEFAULT_TRIALS } from '../reading/sweepRecord.js';

export { DEFAULT_TRIALS };

const LARGEST = Number.MAX_VALUE;
const MOST = Number.MAX_SAFE_INTEGER;

export const SAMPLER_OPTIONS = {
  startupTrials: whole(0, 10_000, 'finished trials before which parameters are random'),
  candidates: whole(1, 10_000, 'candidates of which TPE takes the best'),
  gridPoints: whole(2, 1000, 'values of a range without steps on a grid'),
  multivariate: flag('TPE decides the parameters that all trials have together'),
  group: flag('TPE decides parameters in the groups in which they occur, for spaces with conditions'),
  constantLiar: flag('running trials count as bad ones, so that parallel workers try different things'),
} as const satisfies OptionTable;

/** Each pruner takes those that it knows. Its steps are epochs. */
export const PRUNER_OPTIONS = {
  percentile: real(0, 100, 'share of trials to keep, 0 to 100'),
  startupTrials: whole(0, 10_000, 'complete trials before which none is pruned'),
  warmupSteps: whole(0, MOST, 'no trial is pruned before this epoch'),
  intervalSteps: whole(1, MOST, 'of the epochs in an interval only the first is looked at'),
  leastTrials: whole(1, MOST, 'trials that an epoch must have to be compared with'),
  leastResource: whole(1, MOST, 'epoch of the first rung'),
  mostResource: whole(1, MOST, 'epochs of a whole trial'),
  reduction: whole(2, 100, 'one trial in so many goes on'),
  earlyStopping: whole(0, 100, 'rungs that are left out at the beginning'),
  patience: whole(0, MOST, 'epochs without gain before a trial may be pruned'),
  leastGain: real(0, 1e12, 'gain that counts'),
  lower: real(-LARGEST, LARGEST, 'smallest value of a trial that goes on'),
  upper: real(-LARGEST, LARGEST, 'largest value of a trial that goes on'),
  threshold: real(0, 1, 'probability below which a difference is believed'),
  startupSteps: whole(0, MOST, 'epochs in common before which no trial is pruned'),
} as const satisfies OptionTable;

export const SWEEP_OPTIONS = {
  seed: { ...whole(0, 2 ** 32 - 1, 'seed of the sampler'), absent: 'a random one' },
  trials: { ...whole(1, 1_000_000, 'the sweep ends after so many trials'), absent: String(DEFAULT_TRIALS) },
  hours: real(0, 100_000, 'the sweep ends after so many hours'),
  patienceTrials: whole(
    1,
    1_000_000,
    'the sweep ends when so many trials in a row were no better than the best',
  ),
  retries: { ...whole(0, 100, 'a failed trial is tried again so many times'), absent: '0' },
  out: { kind: 'path', group: 'run', description: 'folder that gets the sweep’s folder' },
} as const satisfies OptionTable;

/** Options that were given; those that were not have the defaults of whoever takes them. */
export type Given<T extends OptionTable> = { readonly [K in keyof T]?: OptionValue<T[K]> | undefined };

function whole(least: number, most: number, description: string) {
  return { kind: 'whole', least, most, group: 'run', description } as const;
}

function real(least: number, most: number, description: string) {
  return { kind: 'number', least, most, group: 'run', description } as const;
}

/** Yes or no; the default depends on the objectives and the workers. */
function flag(description: string) {
  return { kind: 'flag', group: 'run', description } as const;
}
