// The interpreter on every kind of network: statistics of each mode, changes by training, and leaks.

import assert from 'node:assert/strict';
import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { buildNetwork } from '../../../engine/networks/build.js';
import {
  forward,
  prepareVariables,
  prepareWeights,
  storedWeights,
  type ForwardMode,
} from '../../../engine/networks/forward.js';
import type { Network } from '../../../engine/networks/layers.js';
import { assertClose } from '../training/finiteDifferences.js';
import { onCpu } from '../training/onCpu.js';
import { imagesFor, NETWORKS, RESNET, weightsOf } from './samples.js';

/** Runs `work` on the network's variables and frees them. */
function withVariables<T>(
  network: Network,
  work: (run: (x: Tensor4D, mode: ForwardMode) => Tensor4D) => T,
): T {
  const variables = prepareVariables(network, weightsOf(network));
  try {
    return tf.tidy(() => work((x, mode) => forward(network, variables, x, mode)) as tf.TensorContainer) as T;
  } finally {
    tf.dispose(variables);
  }
}

describe('normalisation modes', () => {
  before(onCpu);
  const network = buildNetwork(RESNET);

  it('tile: an image gets the same result alone and in a batch', () =>
    withVariables(network, (run) => {
      const images = imagesFor(network, 2);
      const together = run(images, 'tile');
      const alone = [0, 1].flatMap((i) => [...run(tf.slice(images, i, 1), 'tile').dataSync()]);
      assertClose(together.dataSync(), alone, 1e-6);
    }));

  it('batch: equals tile for one image, not for two', () =>
    withVariables(network, (run) => {
      const [one, two] = [imagesFor(network, 1), imagesFor(network, 2)];
      assertClose(run(one, 'batch').dataSync(), run(one, 'tile').dataSync(), 1e-6);
      const difference = tf.max(tf.abs(tf.sub(run(two, 'batch'), run(two, 'tile')))).dataSync()[0]!;
      assert.ok(difference > 0.01, `${difference}`);
    }));

  it('training without dropout: gives the result of batch, and moves the running statistics', () =>
    withVariables(network, (run) => {
      const x = imagesFor(network, 2);
      const before = run(x, 'running').dataSync();
      assertClose(run(x, { dropoutSeed: 'off' }).dataSync(), run(x, 'batch').dataSync(), 1e-6);
      assert.notDeepEqual(run(x, 'running').dataSync(), before);
    }));

  it('training with dropout: its seed repeats it', () =>
    withVariables(network, (run) => {
      const x = imagesFor(network);
      const output = (dropoutSeed: number | 'off') => run(x, { dropoutSeed }).dataSync();
      assert.deepEqual(output(1), output(1));
      assert.notDeepEqual(output(1), output(2));
      assert.notDeepEqual(output(1), output('off'));
    }));

  it('training refuses tensors that are no variables', () => {
    const tensors = prepareWeights(network, weightsOf(network));
    const x = imagesFor(network);
    assert.throws(() => forward(network, tensors, x, { dropoutSeed: 1 }), /not a variable/);
    tf.dispose([tensors, x]);
  });
});

describe('an image that does not fit is refused', () => {
  before(onCpu);
  const network = buildNetwork({ ...RESNET, name: 'unet_32' });
  const tensors = {};

  for (const [what, shape] of [
    ['another number of channels', [1, 32, 32, 1]],
    ['a height that cannot be halved often enough', [1, 48, 32, 3]],
    ['a width that cannot', [1, 32, 33, 3]],
  ] as const)
    it(what, () =>
      tf.tidy(() =>
        assert.throws(
          () => forward(network, tensors, tf.zeros([...shape]), 'tile'),
          /"U-Net-32 generator, 2 filters" takes 3 channels, height and width multiples of 32 px/,
        ),
      ),
    );
});

describe('prepared weights', () => {
  before(onCpu);

  for (const [what, network] of Object.entries(NETWORKS)) {
    it(`of ${what} give the same output as its variables`, () => {
      const tensors = prepareWeights(network, weightsOf(network));
      withVariables(network, (run) => {
        const x = imagesFor(network);
        assertClose(forward(network, tensors, x, 'running').dataSync(), run(x, 'running').dataSync(), 1e-5);
      });
      tf.dispose(tensors);
    });

    it(`of ${what} come back from its variables unchanged`, async () => {
      const weights = weightsOf(network);
      const variables = prepareVariables(network, weights);
      assert.deepEqual(await storedWeights(network, variables), weights);
      tf.dispose(variables);
    });
  }
});

describe('a forward pass leaks nothing:', () => {
  before(onCpu);

  for (const [what, network] of Object.entries(NETWORKS))
    it(what, () => {
      const start = tf.memory().numTensors;
      const tensors = prepareWeights(network, weightsOf(network));
      const variables = prepareVariables(network, weightsOf(network));
      const x = imagesFor(network, 2);
      const prepared = tf.memory().numTensors;

      forward(network, tensors, x, 'tile').dispose();
      for (const mode of ['tile', 'running', 'batch', { dropoutSeed: 3 }] as const) {
        let layers = 0;
        forward(network, variables, x, mode, () => layers++).dispose();
        assert.ok(layers > 0);
        assert.equal(tf.memory().numTensors, prepared, `after mode ${JSON.stringify(mode)}`);
      }

      x.dispose();
      tf.dispose([tensors, variables]);
      assert.equal(tf.memory().numTensors, start);
    });
});
