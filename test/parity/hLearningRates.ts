// Parity of learning-rate tables: every epoch of every schedule, and the rate after the last one.

import type { LearningRatePolicy } from '../../engine/training/plan/learningRatePolicy.js';
import { nextLearningRate, startLearningRate } from '../../engine/training/plan/learningRate.js';
import { REFERENCE_ADAM } from '../../engine/training/step/adam.js';
import type { ParityCheck } from './check.js';
import { measured } from './measured.js';
import type { RateTable, SpotValues } from './spotValues.js';

/** Relative tolerance: both sides multiply doubles hundreds of times. */
const TOLERANCE = 1e-12;

export async function* learningRateChecks({ lr }: SpotValues): AsyncGenerator<ParityCheck> {
  for (const [name, table] of Object.entries(lr))
    yield await measured(`h_spot · learning rate · ${name}`, TOLERANCE, () => {
      const { epoch_lr: epochs, after_last: afterLast, args } = table;
      const firstEpoch = args?.epoch_count ?? epochs[0]?.[0];
      let state = startLearningRate(policyOf(table), REFERENCE_ADAM.learningRate);
      let largest = 0;
      for (const [i, [epoch, rate]] of epochs.entries()) {
        if (epoch !== firstEpoch! + i) throw new Error(`epoch ${epoch} is out of order`);
        largest = Math.max(largest, relativeDifference(state.rate, rate));
        state = nextLearningRate(state);
      }
      return afterLast === undefined ? largest : Math.max(largest, relativeDifference(state.rate, afterLast));
    });
}

/** Policy for the reference's `--lr-policy`, with the lengths that it derives from its other options. */
function policyOf({ args }: RateTable): LearningRatePolicy {
  switch (args?.lr_policy) {
    case 'linear':
      return {
        kind: 'linear',
        epochs: args.n_epochs,
        decayEpochs: args.n_epochs_decay,
        firstEpoch: args.epoch_count,
      };
    case 'step':
      return { kind: 'step', everyEpochs: args.lr_decay_iters };
    case 'cosine':
      return { kind: 'cosine', halfPeriodEpochs: args.n_epochs };
    case 'plateau':
    case undefined:
      return { kind: 'plateau', follows: 'nothing' };
    default:
      throw new Error(`unknown policy ${args!.lr_policy}`);
  }
}

/**
 * Difference relative to the larger rate, but at least to a millionth of the full rate: smaller values, at the bottom
 * of a cosine, are noise.
 */
function relativeDifference(actual: number, expected: number): number {
  const scale = Math.max(Math.abs(actual), Math.abs(expected), REFERENCE_ADAM.learningRate * 1e-6);
  return Math.abs(actual - expected) / scale;
}
