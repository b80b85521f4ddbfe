// Every derivative against finite differences: Σ w·f(x) with arbitrary weights w, by each input of f in turn. Every
// network is made of kernels that have one, and a step on it leaks nothing.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import { registerGradients } from '../../../../engine/training/model/gradients.js';
import { assertClose, gradientByDifferences, gradientByTape } from '../finiteDifferences.js';
import { onCpu } from '../onCpu.js';
import type { Architecture, GeneratorArchitecture } from '../../../../engine/networks/architecture.js';
import { buildNetwork } from '../../../../engine/networks/build.js';
import type { NetworkVariables } from '../../../../engine/networks/forward.js';
import { forward, prepareVariables } from '../../../../engine/networks/forward.js';
import type { Network } from '../../../../engine/networks/layers.js';
import { isTrained, parametersOf } from '../../../../engine/networks/parameters.js';
import type { StoredTensor } from '../../../../engine/tensors/weights.js';
import {
  disposeOptimiser,
  optimiserStep,
  startOptimiser,
} from '../../../../engine/training/step/optimiser.js';

/** Inputs whose elements keep clear of kinks and poles: spread over ±[0.4, 2], no two alike. */
function input(shape: number[], seed: number, positive = false): tf.Tensor {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Array.from({ length: size }, (_, i) => {
    const fraction = ((i * 37 + seed * 11 + 5) % 101) / 101;
    return (positive || (i + seed) % 2 ? 1 : -1) * (0.4 + 1.6 * fraction);
  });
  return tf.tensor(values, shape);
}

type Function = (...inputs: tf.Tensor[]) => tf.Tensor;

/** A weighted sum, so that no two elements of the result are worth the same. */
const weighted = (y: tf.Tensor): tf.Scalar =>
  tf.sum(tf.mul(y, tf.reshape(tf.add(0.5, tf.cos(tf.range(0, y.size))), y.shape)));

function agree(f: Function, ...inputs: tf.Tensor[]): void {
  inputs.forEach((at, i) => {
    const loss = (x: tf.Tensor) => weighted(f(...inputs.with(i, x)));
    assertClose(gradientByTape(loss, at), gradientByDifferences(loss, at, 1 / 128), 5e-3, `derivative by input ${i}, element`); // prettier-ignore
  });
}

const image = (seed = 1) => input([1, 4, 5, 2], seed);
const filter = () => input([3, 3, 2, 3], 3);

const CASES: Record<string, () => void> = {
  'a copy': () => agree(tf.clone, image()),
  'the same number type': () => agree((x) => tf.cast(tf.cast(x, 'float32'), 'float32'), image()),
  '−x': () => agree(tf.neg, image()),
  '|x|': () => agree(tf.abs, image()),
  'x²': () => agree(tf.square, image()),
  'log x': () => agree(tf.log, input([6], 1, true)),
  'exp x': () => agree(tf.exp, image()),
  '√x': () => agree(tf.sqrt, input([6], 1, true)),
  '1/√x': () => agree(tf.rsqrt, input([6], 1, true)),
  'ReLU': () => agree(tf.relu, image()), // prettier-ignore
  'leaky ReLU': () => agree((x) => tf.leakyRelu(x, 0.2), image()),
  'softplus': () => agree(tf.softplus, image()), // prettier-ignore
  'the logistic function': () => agree(tf.sigmoid, image()),
  'tanh': () => agree(tf.tanh, image()), // prettier-ignore
  'a + b': () => agree(tf.add, image(1), image(2)),
  'a − b': () => agree(tf.sub, image(1), image(2)),
  'a · b': () => agree(tf.mul, image(1), image(2)),
  'a / b': () => agree(tf.div, image(1), image(2)),
  '(a − b)²': () => agree(tf.squaredDifference, image(1), image(2)),
  'max(a, b)': () => agree(tf.maximum, image(1), image(2)),
  'min(a, b)': () => agree(tf.minimum, image(1), image(2)),
  'a bias per channel': () => agree(tf.add, image(1), input([2], 2)),
  'a scale per channel': () => agree(tf.mul, input([1, 1, 1, 2], 2), image(1)),
  'a sum over rows and columns': () => agree((x) => tf.sum(x, [1, 2]), image()),
  'a mean over rows and columns, axes kept': () => agree((x) => tf.mean(x, [1, 2], true), image()),
  'a mean over everything': () => agree((x) => tf.mean(x), image()),
  'repetition to a larger shape': () => agree((x) => tf.broadcastTo(x, [2, 3, 4]), input([3, 1], 1)),
  'copies side by side': () => agree((x) => tf.tile(x, [2, 1, 3]), input([2, 3, 2], 1)),
  'a sum of several': () => agree((...terms) => tf.addN(terms), image(1), image(2), image(3)),
  'another shape': () => agree((x) => tf.reshape(x, [2, 20]), image()),
  'an axis more': () => agree((x) => tf.expandDims(x, 2), image()),
  'exchanged axes': () => agree((x) => tf.transpose(x, [3, 0, 1, 2]), image()),
  'concatenation': () => agree((...parts) => tf.concat(parts, 3), image(1), image(2), image(3)), // prettier-ignore
  'concatenation along the last axis, counted from behind': () =>
    agree((...parts) => tf.concat(parts, -1), image(1), image(2)),
  'a part': () => agree((x) => tf.slice(x, [0, 1, 2, 0], [1, 2, -1, 1]), image()),
  'zero padding': () => agree((x) => tf.pad(x, [[0, 0], [1, 2], [3, 0], [0, 0]]), image()), // prettier-ignore
  'a matrix product': () => agree((a, b) => tf.matMul(a, b), input([2, 3], 1), input([3, 4], 2)),
  'a matrix product, first transposed': () =>
    agree((a, b) => tf.matMul(a, b, true), input([3, 2], 1), input([3, 4], 2)),
  'a matrix product, second transposed': () =>
    agree((a, b) => tf.matMul(a, b, false, true), input([2, 3], 1), input([4, 3], 2)),
  'a matrix product, both transposed': () =>
    agree((a, b) => tf.matMul(a, b, true, true), input([3, 2], 1), input([4, 3], 2)),
  'nearest-neighbour enlargement': () =>
    agree((x) => tf.image.resizeNearestNeighbor(x as tf.Tensor4D, [8, 10]), image()),
  'convolution, stride 1': () =>
    agree((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 1, 'same'), image(), filter()),
  'convolution, stride 2': () =>
    agree((x, w) => tf.conv2d(x as tf.Tensor4D, w as tf.Tensor4D, 2, 'valid'), image(), filter()),
  'transposed convolution, stride 2': () =>
    agree(
      (x, w) => tf.conv2dTranspose(x as tf.Tensor4D, w as tf.Tensor4D, [1, 9, 11, 3], 2, 'valid'),
      image(),
      tf.transpose(filter(), [0, 1, 3, 2]),
    ),
  'max pooling': () => agree((x) => tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'), image()),
};

describe('derivative of', () => {
  before(onCpu);

  for (const [what, check] of Object.entries(CASES)) it(what, () => tf.tidy(check));

  it('a kernel that has one already is left alone', () => {
    const kept = tf.getGradient(tf.Relu);
    registerGradients();
    assert.equal(tf.getGradient(tf.Relu), kept);
  });
});

const RESNET: GeneratorArchitecture = {
  name: 'resnet_1blocks',
  inChannels: 3,
  outChannels: 3,
  filters: 2,
  norm: 'batch',
  dropout: true,
  padding: 'zero',
  upsampling: 'transposed-convolution',
};

const ARCHITECTURES: Readonly<Record<string, Architecture>> = {
  'a ResNet generator': RESNET,
  'a ResNet with reflection padding and instance norm': { ...RESNET, padding: 'reflect', norm: 'instance' },
  'a ResNet with replication padding and resize-convolution': {
    ...RESNET,
    padding: 'replicate',
    upsampling: 'resize-convolution',
  },
  'a ResNet with spectral norm': { ...RESNET, norm: 'spectral' },
  'a U-Net': { ...RESNET, name: 'unet_32' },
  'a PatchGAN': { name: 'patchgan', inChannels: 6, filters: 2, norm: 'batch', layers: 3 },
  'a PatchGAN with spectral norm': {
    name: 'patchgan',
    inChannels: 6,
    filters: 2,
    norm: 'spectral',
    layers: 3,
  },
  'a pixel discriminator': { name: 'pixelgan', inChannels: 6, filters: 2, norm: 'batch', layers: 3 },
};

/** Arbitrary numbers that keep activations within bounds. */
function variablesOf(network: Network): NetworkVariables {
  const weights = parametersOf(network).map(({ name, role, shape }): [string, StoredTensor] => {
    const size = shape.reduce((product, length) => product * length, 1);
    const plain = role === 'runningVariance' || role === 'normWeight';
    return [
      name,
      { shape, data: Float32Array.from({ length: size }, (_, i) => (plain ? 1 : 0.2 * Math.sin(i + 1))) },
    ];
  });
  return prepareVariables(network, new Map(weights));
}

describe('one training step of', () => {
  before(onCpu);

  for (const [what, architecture] of Object.entries(ARCHITECTURES))
    it(`${what} reaches every parameter and lowers the loss`, () => {
      const network = buildNetwork(architecture);
      const variables = variablesOf(network);
      const trained = new Map(
        parametersOf(network)
          .filter(isTrained)
          .map(({ name }) => [name, variables[name]!]),
      );
      const sidePx = architecture.name.startsWith('resnet') ? 16 : 32;
      const x = tf.randomUniform<tf.Rank.R4>([1, sidePx, sidePx, network.inChannels], -1, 1, 'float32', 1);
      const loss = () =>
        tf.tidy(() =>
          tf.mean<tf.Scalar>(tf.square(tf.sub(forward(network, variables, x, { dropoutSeed: 'off' }), 0.5))),
        );
      const start = startOptimiser('adam', trained);
      const before = tf.memory().numTensors;

      const { value, grads } = tf.variableGrads(loss, [...trained.values()]);
      const gradients = new Map([...trained].map(([name, variable]) => [name, grads[variable.name]!]));
      assert.ok([...gradients.values()].every((gradient) => gradient.dataSync().every(Number.isFinite)));
      const state = optimiserStep(trained, gradients, start, { kind: 'adam', beta1: 0.5 }, 2e-4);
      const after = loss();
      assert.ok(after.dataSync()[0]! < value.dataSync()[0]!);

      tf.dispose([value, after, ...gradients.values()]);
      assert.equal(tf.memory().numTensors, before);
      disposeOptimiser(state);
      tf.dispose([x, ...Object.values(variables)]);
    });
});
