// Every network is made of kernels that have a derivative, and a training step on it leaks nothing.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
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
import { onCpu } from '../onCpu.js';

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
