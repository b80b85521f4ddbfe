// Learning-rate schedules as specifications; whole tables of the reference are in the parity suite h.

import assert from 'node:assert/strict';
import { EngineError } from '../../../../engine/protocol/errors.js';
import type { LearningRatePolicy } from '../../../../engine/training/plan/learningRatePolicy.js';
import {
  nextLearningRate,
  startLearningRate,
  withLearningRate,
} from '../../../../engine/training/plan/learningRate.js';
import { assertClose } from '../finiteDifferences.js';

/** Rates of the epochs in a row; `metric` is what the epoch that has just ended measured. */
function rates(
  policy: LearningRatePolicy,
  epochs: number,
  metric: (epoch: number) => number = () => 0,
): number[] {
  let state = startLearningRate(policy, 1);
  return Array.from({ length: epochs }, (_, epoch) => {
    const { rate } = state;
    state = nextLearningRate(state, metric(epoch));
    return rate;
  });
}

describe('learning rate', () => {
  it('linear: full up to and including epoch `epochs`, then down by 1/(decayEpochs + 1)', () =>
    assertClose(
      rates({ kind: 'linear', epochs: 2, decayEpochs: 3, firstEpoch: 0 }, 7),
      [1, 1, 1, 0.75, 0.5, 0.25, 0],
      1e-15,
    ));

  it('linear: a run that starts at epoch 4 is where one from 0 would be', () => {
    const whole = rates({ kind: 'linear', epochs: 2, decayEpochs: 5, firstEpoch: 0 }, 8);
    assert.deepEqual(rates({ kind: 'linear', epochs: 2, decayEpochs: 5, firstEpoch: 4 }, 4), whole.slice(4));
  });

  it('step: a tenth after every interval', () =>
    assertClose(rates({ kind: 'step', everyEpochs: 2 }, 6), [1, 1, 0.1, 0.1, 0.01, 0.01], 1e-15));

  it('cosine: down to nothing in half a period and up again', () =>
    assertClose(
      rates({ kind: 'cosine', halfPeriodEpochs: 4 }, 17),
      Array.from({ length: 17 }, (_, epoch) => (1 + Math.cos((Math.PI * epoch) / 4)) / 2),
      1e-12,
    ));

  it('cosine with a half period of one epoch alternates', () =>
    assertClose(rates({ kind: 'cosine', halfPeriodEpochs: 1 }, 5), [1, 0, 1, 0, 1], 1e-12));

  describe('plateau', () => {
    it('falls to a fifth after the 7th epoch and every 6th from there when the metric never moves', () =>
      assertClose(
        rates({ kind: 'plateau', follows: 'nothing' }, 20),
        [...Array<number>(7).fill(1), ...Array<number>(6).fill(0.2), ...Array<number>(6).fill(0.04), 0.008],
        1e-15,
      ));

    it('stays while the metric falls', () =>
      assert.deepEqual(
        rates({ kind: 'plateau', follows: 'generators' }, 30, (epoch) => 0.9 ** epoch),
        Array<number>(30).fill(1),
      ));

    it('that follows nothing falls whatever the metric does, as in the reference', () =>
      assert.equal(rates({ kind: 'plateau', follows: 'nothing' }, 8, (epoch) => 0.5 ** epoch)[7], 0.2));

    it('takes a fall of less than 1 % for none', () =>
      assert.equal(
        rates({ kind: 'plateau', follows: 'generators' }, 8, (epoch) => 1 - 0.0001 * epoch)[7],
        0.2,
      ));

    it('does not fall by less than 1e-8', () => {
      let state = startLearningRate({ kind: 'plateau', follows: 'nothing' }, 1.2e-8);
      for (let epoch = 0; epoch < 20; epoch++) state = nextLearningRate(state);
      assert.equal(state.rate, 1.2e-8);
    });
  });

  it('survives a checkpoint: a state stored as JSON goes on as if nothing had happened', () => {
    for (const policy of [
      { kind: 'linear', epochs: 2, decayEpochs: 5, firstEpoch: 1 },
      { kind: 'step', everyEpochs: 3 },
      { kind: 'cosine', halfPeriodEpochs: 5 },
      { kind: 'plateau', follows: 'nothing' },
    ] as const) {
      let state = startLearningRate(policy, 2e-4);
      let stored = state;
      for (let epoch = 0; epoch < 12; epoch++) {
        state = nextLearningRate(state);
        stored = nextLearningRate(JSON.parse(JSON.stringify(stored)) as typeof state);
      }
      assert.deepEqual(stored, state);
    }
  });

  for (const [what, policy, rate] of [
    ['an interval of 0 epochs', { kind: 'step', everyEpochs: 0 }, 1],
    ['a half period of 0 epochs', { kind: 'cosine', halfPeriodEpochs: 0 }, 1],
    ['half an epoch', { kind: 'linear', epochs: 0.5, decayEpochs: 1, firstEpoch: 0 }, 1],
    ['a first epoch before 0', { kind: 'linear', epochs: 1, decayEpochs: 1, firstEpoch: -1 }, 1],
    ['a rate of 0', { kind: 'plateau', follows: 'nothing' }, 0],
    ['a rate that is not a number', { kind: 'plateau', follows: 'nothing' }, NaN],
  ] as const)
    it(`refuses ${what}`, () =>
      assert.throws(
        () => startLearningRate(policy, rate),
        (error) => error instanceof EngineError && error.code === 'usage',
      ));
});

describe('a learning rate that is set by hand', () => {
  /** Rates of the epochs in a row, of which the one after `epoch` is set to `rate`. */
  function ratesWith(policy: LearningRatePolicy, epochs: number, epoch: number, rate: number): number[] {
    let state = startLearningRate(policy, 1);
    return Array.from({ length: epochs }, (_, now) => {
      if (now === epoch) state = withLearningRate(state, rate);
      const { rate: current } = state;
      state = nextLearningRate(state);
      return current;
    });
  }
  const linear = { kind: 'linear', epochs: 2, decayEpochs: 3, firstEpoch: 0 } as const;

  it('falls in a line to 0 at the same epoch as the old one', () =>
    assertClose(ratesWith(linear, 7, 3, 0.3), [1, 1, 1, 0.3, 0.2, 0.1, 0], 1e-15));

  it('is kept exactly where nothing falls', () =>
    assert.deepEqual(ratesWith(linear, 3, 1, 3e-5), [1, 3e-5, 3e-5]));

  it('is divided by ten in steps', () =>
    assertClose(ratesWith({ kind: 'step', everyEpochs: 2 }, 5, 1, 0.5), [1, 0.5, 0.05, 0.05, 0.005], 1e-15));

  it('follows the cosine of its own height: (1 + cos(π e/4)) / 2 of it', () => {
    const share = (epoch: number) => (1 + Math.cos((Math.PI * epoch) / 4)) / 2;
    const wanted = [1, 0.5 * share(1), 0.5 * share(2), 0.5 * share(3), 0, 0.5 * share(3)];
    const policy = { kind: 'cosine', halfPeriodEpochs: 4 } as const;
    assertClose(ratesWith(policy, 6, 1, 0.5 * share(1)), wanted, 1e-12);
  });

  it('at the bottom of a schedule holds until the end of the epoch', () =>
    assertClose(ratesWith({ ...linear, decayEpochs: 0 }, 4, 3, 0.5), [1, 1, 1, 0.5], 1e-15));

  it('that is the present one changes nothing', () => {
    const state = startLearningRate(linear, 0.1);
    assert.equal(withLearningRate(state, 0.1), state);
  });

  for (const rate of [0, -1, NaN, Infinity])
    it(`cannot be ${rate}`, () =>
      assert.throws(() => withLearningRate(startLearningRate(linear, 1), rate), EngineError));
});
