// The four policies by which the reference changes the learning rate from epoch to epoch (docs/reference.md 3.5), as data.

import { oneOf, variants, whole, type Shaped } from '../../protocol/shape.js';

export const learningRatePolicy = variants('kind', {
  /** Constant for `epochs`, then a straight line that would reach 0 after `decayEpochs` + 1. */
  linear: {
    epochs: whole(0),
    decayEpochs: whole(0),
    /** Number of the first epoch: 0, or where a run continues the curve of another one (the reference's `epoch_count`). */
    firstEpoch: whole(0),
  },
  /** A tenth after every `everyEpochs` epochs, counted from the run's own first one. */
  step: { everyEpochs: whole(1) },
  /** Half a cosine wave down to 0 within `halfPeriodEpochs`, then up again (Loshchilov & Hutter 2017, no restart). */
  cosine: { halfPeriodEpochs: whole(1) },
  /**
   * A fifth whenever the metric has not fallen for more than five epochs.
   *
   * The reference never updates the metric: it is always 0, so the rate falls in every run, first after the 7th epoch
   * and then after every 6th. That is following nothing.
   */
  plateau: {
    /** The metric: always 0, or the generators' mean loss over the epoch. */
    follows: oneOf('nothing', 'generators'),
  },
});

export type LearningRatePolicy = Shaped<typeof learningRatePolicy>;
export type PolicyOf<K extends LearningRatePolicy['kind']> = Extract<
  LearningRatePolicy,
  { readonly kind: K }
>;
