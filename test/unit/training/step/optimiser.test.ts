// Optimisers against PyTorch, Adam also against its published equations, and their promises about memory.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { adamUpdate, REFERENCE_ADAM } from '../../../../engine/training/step/adam.js';
import {
  disposeOptimiser,
  optimiserStep,
  startOptimiser,
  type OptimiserKind,
  type OptimiserState,
} from '../../../../engine/training/step/optimiser.js';
import { OPTIMISATION_OPTIONS } from '../../../../engine/training/plan/optimisationOptions.js';
import { ROOT } from '../../sourceTree.js';
import { assertClose } from '../finiteDifferences.js';
import { onCpu } from '../onCpu.js';

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

/** Four numbers after each of five gradients in PyTorch 2.13; made by optimisers.py beside it. */
const GOLDEN = JSON.parse(readFileSync(join(ROOT, 'test/fixtures/training/optimisers.json'), 'utf8')) as {
  readonly learningRate: number;
  readonly start: readonly number[];
  readonly gradients: readonly (readonly number[])[];
  readonly after: Readonly<Record<OptimiserKind, readonly (readonly number[])[]>>;
};

const variable = (...values: number[]) => tf.variable(tf.tensor1d(values));

describe('optimisers', () => {
  before(onCpu);

  for (const kind of OPTIMISATION_OPTIONS.optimizer.choices)
    it(`${kind} goes where PyTorch goes, and leaks nothing`, () => {
      const before = tf.memory().numTensors;
      const variables = new Map([['w', tf.tidy(() => variable(...GOLDEN.start))]]);
      let state = startOptimiser(kind, variables);
      GOLDEN.gradients.forEach((values, i) => {
        const gradient = tf.tensor1d([...values]);
        const settings = { kind, beta1: 0.5 };
        state = optimiserStep(variables, new Map([['w', gradient]]), state, settings, GOLDEN.learningRate);
        gradient.dispose();
        assertClose(variables.get('w')!.dataSync(), GOLDEN.after[kind][i]!, 3e-7, `step ${i + 1}, number`);
      });
      disposeOptimiser(state);
      tf.dispose([...variables.values()]);
      assert.equal(tf.memory().numTensors, before);
    });
});

describe('Adam', () => {
  before(onCpu);

  const { learningRate, beta1 } = REFERENCE_ADAM;
  const startAdam = (parameters: ReadonlyMap<string, tf.Tensor>) => startOptimiser('adam', parameters);
  const adamStep = (
    variables: ReadonlyMap<string, tf.Variable>,
    gradients: ReadonlyMap<string, tf.Tensor>,
    state: OptimiserState,
    rate = learningRate,
  ) => optimiserStep(variables, gradients, state, { kind: 'adam', beta1 }, rate);

  it('follows the published algorithm for many steps', () => {
    const gradients = Array.from({ length: 50 }, (_, i) => Math.sin(i * 1.7) * 10 ** ((i % 5) - 3));
    const variables = new Map([['w', variable(0.01)]]);
    let state = startAdam(variables);
    for (const g of gradients) state = adamStep(variables, new Map([['w', tf.tensor1d([g])]]), state);
    assertClose(variables.get('w')!.dataSync(), [byTheBook(0.01, gradients)], 1e-7);
    assert.equal(state.get('w')!.step, 50);
  });

  it('takes a first step of the learning rate, whatever the size of the gradient', () => {
    const variables = new Map([['w', variable(0, 0, 0)]]);
    const gradients = new Map([['w', tf.tensor1d([1e-3, -1, 1e3])]]);
    adamStep(variables, gradients, startAdam(variables), 0.5);
    assertClose(variables.get('w')!.dataSync(), [-0.5, 0.5, -0.5], 1e-5);
  });

  it('adds ε after the bias correction: a gradient of ε makes half a step', () => {
    const moments = { step: 0, first: tf.zeros([1]), second: tf.zeros([1]) };
    const options = { ...REFERENCE_ADAM, learningRate: 1, epsilon: 1e-3 };
    const { parameter } = adamUpdate(tf.zeros([1]), tf.tensor1d([1e-3]), moments, options);
    assertClose(parameter.dataSync(), [-0.5], 1e-5);
  });

  it('leaves a variable without a gradient as it is, and does not count the step', () => {
    const variables = new Map([
      ['moved', variable(0)],
      ['still', variable(1)],
    ]);
    const gradients = new Map([['moved', tf.tensor1d([1])]]);
    const state = adamStep(variables, gradients, startAdam(variables));
    assert.deepEqual([...variables.get('still')!.dataSync()], [1]);
    assert.equal(state.get('still')!.step, 0);
    assert.equal(state.get('moved')!.step, 1);
  });

  it('goes on from a stored state as if it had never stopped', () => {
    const gradient = new Map([['w', tf.tensor1d([0.3, -0.2])]]);
    const steps = (variables: ReadonlyMap<string, tf.Variable>, from: OptimiserState, count: number) => {
      let state = from;
      for (let i = 0; i < count; i++) state = adamStep(variables, gradient, state);
      return state;
    };
    const [whole, halves] = [new Map([['w', variable(1, 2)]]), new Map([['w', variable(1, 2)]])];
    steps(whole, startAdam(whole), 4);
    const { step, tensors } = steps(halves, startAdam(halves), 2).get('w')!;
    const copy = (tensor: tf.Tensor) => tf.tensor(tensor.dataSync().slice(), tensor.shape);
    const copies = { first: copy(tensors.first!), second: copy(tensors.second!) };
    steps(halves, new Map([['w', { step, tensors: copies }]]), 2);
    assert.deepEqual([...halves.get('w')!.dataSync()], [...whole.get('w')!.dataSync()]);
  });

  it('leaks nothing: a hundred steps hold two tensors per variable', () => {
    const values = tf.ones([3]);
    const variables = new Map([
      ['a', tf.variable(values)],
      ['b', tf.variable(values)],
    ]);
    const before = tf.memory().numTensors;
    const buffers = tf.memory().numDataBuffers;
    let state = startAdam(variables);
    for (let i = 0; i < 100; i++) state = adamStep(variables, new Map([['a', values]]), state);
    assert.equal(tf.memory().numTensors - before, 4);
    assert.equal(tf.memory().numDataBuffers - buffers, 5); // and the new values of `a`
    disposeOptimiser(state);
    assert.equal(tf.memory().numTensors, before);
  });

  it('refuses a gradient that fits no variable, before anything is changed', () => {
    const variables = new Map([['w', variable(1, 1)]]);
    const state = startAdam(variables);
    const step = (name: string, size: number) =>
      adamStep(variables, new Map([[name, tf.ones([size])]]), state);
    assert.throws(() => step('v', 2), /"v"/);
    assert.throws(() => step('w', 3), /"w" is 2, but its gradient is 3/);
    assert.deepEqual([...variables.get('w')!.dataSync()], [1, 1]);
  });
});
