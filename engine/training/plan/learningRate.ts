// The learning rate from epoch to epoch. A schedule is a plain state that is advanced once at the end of each epoch; a
// checkpoint stores it, so a resumed run continues on the same curve.
//
// docs/reference.md 3.5. The arithmetic follows PyTorch's schedulers, products in the same order, so that whole tables
// agree to the last digits.

import { EngineError } from '../../protocol/errors.js';
import { either, finite, number, oneOf, stored, whole, type Shaped } from '../../protocol/shape.js';
import { learningRatePolicy, type LearningRatePolicy, type PolicyOf } from './learningRatePolicy.js';

/** The learning rates of both sides. */
export interface LearningRates {
  readonly generatorRate: number;
  readonly discriminatorRate: number;
}

const rate = number(0, 1e6);

export const learningRateState = stored({
  policy: learningRatePolicy,
  initialRate: rate,
  /** Rate of the epoch that comes next. */
  rate,
  /** Number of epochs since the schedule started. */
  completedEpochs: whole(0),
  /** Lowest metric so far of `plateau`; null before the first. */
  bestMetric: either(oneOf(null), finite),
  /** Number of epochs of `plateau` since then, or since the rate last fell. */
  epochsWithoutProgress: whole(0),
});
export type LearningRateState = Shaped<typeof learningRateState>;

const STEP_FACTOR = 0.1;
const PLATEAU_FACTOR = 0.2;
const PLATEAU_PATIENCE_EPOCHS = 5;
/** A metric counts as lower only when it is lower by this share. */
const PLATEAU_THRESHOLD = 0.01;
/** A rate that would fall by less stays. */
const PLATEAU_SMALLEST_CHANGE = 1e-8;

/** The schedule before the first epoch. Lengths that make no curve throw `usage`. */
export function startLearningRate(policy: LearningRatePolicy, initialRate: number): LearningRateState {
  validate(policy, initialRate);
  return {
    policy,
    initialRate,
    rate: policy.kind === 'linear' ? initialRate * linearFactor(policy, 0) : initialRate,
    completedEpochs: 0,
    bestMetric: null,
    epochsWithoutProgress: 0,
  };
}

/** The schedule after one more epoch. `metric` (lower is better) matters to a `plateau` that follows something. */
export function nextLearningRate(state: LearningRateState, metric = 0): LearningRateState {
  const { policy } = state;
  const completedEpochs = state.completedEpochs + 1;
  switch (policy.kind) {
    case 'linear':
      return { ...state, completedEpochs, rate: state.initialRate * linearFactor(policy, completedEpochs) };
    case 'step':
      return { ...state, completedEpochs, rate: state.rate * stepFactor(policy, completedEpochs) };
    case 'cosine':
      return { ...state, completedEpochs, rate: cosineRate(policy, state, completedEpochs) };
    case 'plateau':
      return { ...afterMetric(state, policy.follows === 'nothing' ? 0 : metric), completedEpochs };
  }
}

/**
 * The schedule with another rate from now on, set by hand. What comes later keeps its proportion to it: a line falls
 * from the new rate to 0 at the same epoch, a step is a tenth of it. A schedule that has reached 0 has no proportion;
 * then the rate holds until the end of the epoch, and the schedule continues unchanged.
 * @throws EngineError `usage` for a rate that is not above 0
 */
export function withLearningRate(state: LearningRateState, rate: number): LearningRateState {
  validate(state.policy, rate);
  if (rate === state.rate) return state;
  if (state.rate === 0) return { ...state, rate };
  return { ...state, rate, initialRate: state.initialRate * (rate / state.rate) };
}

function linearFactor(
  { epochs, decayEpochs, firstEpoch }: PolicyOf<'linear'>,
  completedEpochs: number,
): number {
  return 1 - Math.max(0, completedEpochs + firstEpoch - epochs) / (decayEpochs + 1);
}

function stepFactor({ everyEpochs }: PolicyOf<'step'>, completedEpochs: number): number {
  return completedEpochs % everyEpochs === 0 ? STEP_FACTOR : 1;
}

/** The recursion of PyTorch's CosineAnnealingLR; η_min = 0. */
function cosineRate(
  { halfPeriodEpochs: period }: PolicyOf<'cosine'>,
  { rate, initialRate }: LearningRateState,
  completedEpochs: number,
): number {
  // The rate is 0 at the bottom, and no factor leads out of it.
  if ((completedEpochs - 1 - period) % (2 * period) === 0)
    return rate + (initialRate * (1 - Math.cos(Math.PI / period))) / 2;
  const height = (epoch: number) => 1 + Math.cos((Math.PI * epoch) / period);
  return (height(completedEpochs) / height(completedEpochs - 1)) * rate;
}

function afterMetric(state: LearningRateState, metric: number): LearningRateState {
  const { bestMetric, rate } = state;
  if (metric < (bestMetric ?? Infinity) * (1 - PLATEAU_THRESHOLD))
    return { ...state, bestMetric: metric, epochsWithoutProgress: 0 };
  const epochsWithoutProgress = state.epochsWithoutProgress + 1;
  if (epochsWithoutProgress <= PLATEAU_PATIENCE_EPOCHS) return { ...state, epochsWithoutProgress };
  const lower = rate * PLATEAU_FACTOR;
  return {
    ...state,
    epochsWithoutProgress: 0,
    rate: rate - lower > PLATEAU_SMALLEST_CHANGE ? lower : rate,
  };
}

function validate(policy: LearningRatePolicy, initialRate: number): void {
  if (!(initialRate > 0 && Number.isFinite(initialRate)))
    throw new EngineError(
      'usage',
      `The learning rate is ${initialRate}; it must be a number above 0, e.g. 0.0002.`,
    );
  switch (policy.kind) {
    case 'linear':
      wholeNumber('epochs', policy.epochs, 0);
      wholeNumber('decayEpochs', policy.decayEpochs, 0);
      wholeNumber('firstEpoch', policy.firstEpoch, 0);
      return;
    case 'step':
      wholeNumber('everyEpochs', policy.everyEpochs, 1);
      return;
    case 'cosine':
      wholeNumber('halfPeriodEpochs', policy.halfPeriodEpochs, 1);
      return;
    case 'plateau':
  }
}

function wholeNumber(name: string, value: number, atLeast: number): void {
  if (!Number.isInteger(value) || value < atLeast)
    throw new EngineError(
      'usage',
      `The learning-rate schedule has ${name} = ${value}; it must be a whole number, ${atLeast} or more.`,
    );
}
