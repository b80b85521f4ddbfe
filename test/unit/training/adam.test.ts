// Adam against its published equations, and its promises about memory.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { AdamState } from '../../../engine/training/adam.js';
import {
  adamStep,
  adamUpdate,
  disposeAdam,
  REFERENCE_ADAM,
  startAdam,
} from '../../../engine/training/adam.js';
import { assertClose } from './finiteDifferences.js';
import { onCpu } from './onCpu.js';

/** Algorithm 1 of Kingma & Ba (2015) in double precision, for one number. */
function byTheBook(start: number, gradients: readonly number[]): number {
  const { learningRate, beta1, beta2, epsilon } = REFERENCE_ADAM;
  let [weight, m, v] = [start, 0, 0];
  gradients.forEach((g, i) => {
    m = beta1 * m + (1 - beta1) * g;
    v = beta2 * v + (1 - beta2) * g * g;
    const [mHat, vHat] = [m / (1 - beta1 ** (i + 1)), v / (1 - beta2 ** (i + 1))];
    weight -= (learningRate * mHat) / (Math.sqrt(vHat) + epsilon);
  });
  return weight;
}

describe('Adam', () => {
  before(onCpu);

  it('follows the published algorithm for many steps', () => {
    const gradients = Array.from({ length: 50 }, (_, i) => Math.sin(i * 1.7) * 10 ** ((i % 5) - 3));
    let parameters: ReadonlyMap<string, tf.Tensor> = new Map([['w', tf.tensor1d([0.01])]]);
    let state = startAdam(parameters);
    for (const g of gradients)
      ({ parameters, state } = adamStep(
        parameters,
        new Map([['w', tf.tensor1d([g])]]),
        state,
        REFERENCE_ADAM,
      ));
    assertClose(parameters.get('w')!.dataSync(), [byTheBook(0.01, gradients)], 1e-7);
    assert.equal(state.get('w')!.step, 50);
  });

  it('takes a first step of the learning rate, whatever the size of the gradient', () => {
    const [weights, gradients] = [tf.zeros([3]), tf.tensor1d([1e-3, -1, 1e3])];
    const { parameter } = adamUpdate(weights, gradients, startAdam(new Map([['w', weights]])).get('w')!, {
      ...REFERENCE_ADAM,
      learningRate: 0.5,
    });
    assertClose(parameter.dataSync(), [-0.5, 0.5, -0.5], 1e-5);
  });

  it('adds ε after the bias correction: a gradient of ε makes half a step', () => {
    const weights = tf.zeros([1]);
    const { parameter } = adamUpdate(
      weights,
      tf.tensor1d([1e-3]),
      startAdam(new Map([['w', weights]])).get('w')!,
      {
        ...REFERENCE_ADAM,
        learningRate: 1,
        epsilon: 1e-3,
      },
    );
    assertClose(parameter.dataSync(), [-0.5], 1e-5);
  });

  it('leaves a parameter without a gradient as it is, and does not count the step', () => {
    const parameters = new Map([['moved', tf.zeros([2])], ['still', tf.ones([2])]]); // prettier-ignore
    const next = adamStep(
      parameters,
      new Map([['moved', tf.ones([2])]]),
      startAdam(parameters),
      REFERENCE_ADAM,
    );
    assert.equal(next.parameters.get('still'), parameters.get('still'));
    assert.equal(next.state.get('still')!.step, 0);
    assert.equal(next.state.get('moved')!.step, 1);
  });

  it('goes on from a stored state as if it had never stopped', () => {
    const gradient = new Map([['w', tf.tensor1d([0.3, -0.2])]]);
    const start = () => new Map([['w', tf.tensor1d([1, 2])]]);
    const steps = (from: ReadonlyMap<string, tf.Tensor>, state: AdamState, count: number) => {
      let now = { parameters: from, state };
      for (let i = 0; i < count; i++) now = adamStep(now.parameters, gradient, now.state, REFERENCE_ADAM);
      return now;
    };
    const whole = steps(start(), startAdam(start()), 4);
    const half = steps(start(), startAdam(start()), 2);
    const copy = (tensor: tf.Tensor) => tf.tensor(tensor.dataSync(), tensor.shape);
    const { step, first, second } = half.state.get('w')!;
    const reloaded = new Map([['w', { step, first: copy(first), second: copy(second) }]]);
    const rest = steps(new Map([['w', copy(half.parameters.get('w')!)]]), reloaded, 2);
    assert.deepEqual([...rest.parameters.get('w')!.dataSync()], [...whole.parameters.get('w')!.dataSync()]);
  });

  it('leaks nothing: a hundred steps hold three tensors per parameter', () => {
    const before = tf.memory().numTensors;
    let parameters: ReadonlyMap<string, tf.Tensor> = new Map([['a', tf.ones([2, 2])], ['b', tf.ones([3])]]); // prettier-ignore
    let state = startAdam(parameters);
    for (let i = 0; i < 100; i++) {
      const gradients = new Map([['a', tf.ones([2, 2])], ['b', tf.ones([3])]]); // prettier-ignore
      ({ parameters, state } = adamStep(parameters, gradients, state, REFERENCE_ADAM));
      tf.dispose([...gradients.values()]);
    }
    assert.equal(tf.memory().numTensors - before, 6);
    disposeAdam(state);
    tf.dispose([...parameters.values()]);
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses a gradient that fits no parameter, before anything is changed', () => {
    const parameters = new Map([['w', tf.ones([2])]]);
    const state = startAdam(parameters);
    assert.throws(() => adamStep(parameters, new Map([['v', tf.ones([2])]]), state, REFERENCE_ADAM), /"v"/);
    assert.throws(() => adamStep(parameters, new Map([['w', tf.ones([3])]]), state, REFERENCE_ADAM), /3.*2/);
    assert.deepEqual([...parameters.get('w')!.dataSync()], [1, 1]);
  });
});
