// Position of a run between two steps: epoch, order of the samples, random generator, learning rates. A checkpoint's
// state.json holds it.

import { finite, list, stored, whole, type Shaped } from '../../protocol/shape.js';
import { randomState } from '../../random/random.js';
import { learningRateState } from '../plan/learningRate.js';

const MOST_SAMPLES = 10_000_000;

export const progress = stored({
  epoch: whole(0),
  /** Number of steps since the beginning. */
  step: whole(0),
  /** Samples of this epoch in their order. */
  order: list(whole(0, MOST_SAMPLES), MOST_SAMPLES),
  /** Number of them that are done. */
  done: whole(0),
  /** Sum of the generators' total loss over these. */
  generatorLoss: finite,
  random: randomState,
  generatorRate: learningRateState,
  discriminatorRate: learningRateState,
});
export type Progress = Shaped<typeof progress>;
