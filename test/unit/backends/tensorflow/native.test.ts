// Native TensorFlow: which copy is taken, and, where one is built, that it computes and leaks nothing.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import type { Backend } from '../../../../engine/backends/backend.js';
import {
  copiesUnder,
  describeNative,
  findNativeTensorFlow,
  firstThatWorks,
} from '../../../../engine/backends/tensorflow/native.js';
import {
  convolveByRows,
  filterDerivativeByRows,
  inputDerivativeByRows,
} from '../../../../engine/backends/tensorflow/nativeConvolution.js';
import { openBackend } from '../../../../engine/backends/openBackend.js';
import { normaliseByOwn } from '../../../../engine/networks/normalisation.js';
import { registerGradients } from '../../../../engine/training/model/gradients.js';
import { NETWORKS, weightsOf } from '../../networks/samples.js';
import { assertClose } from '../../training/finiteDifferences.js';
import { itFindsExactMeans, itLeaksNothing, planesFor } from '../onEveryNetwork.js';

/** The part of tfjs-node that the probe uses. */
const WORKING = `module.exports = {
  ones: () => {}, conv2d: () => ({ dataSync: () => [9] }),
  backend: () => ({ isUsingGpuDevice: true, binding: { TF_Version: '2.9.1' } }),
};`;

describe('the choice among installed copies of native TensorFlow', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-native-'));
  });
  after(() => rm(folder, { recursive: true }));

  /** Installs a pretended tfjs-node; returns its package folder. */
  async function install(name: string, program: string): Promise<string> {
    const path = join(folder, name, 'node_modules/@tensorflow/tfjs-node');
    await mkdir(join(path, 'dist'), { recursive: true });
    await writeFile(join(path, 'package.json'), '{ "name": "@tensorflow/tfjs-node", "version": "4.22.0" }');
    await writeFile(join(path, 'dist/nodejs_kernel_backend.js'), '');
    await writeFile(join(path, 'index.js'), program);
    return path;
  }

  it('takes the first that computes, and tells its device', async () => {
    const broken = await install(
      'broken',
      "throw new Error('libcudart.so.11.0: cannot open shared object file')",
    );
    const working = await install('working', WORKING);
    const native = await firstThatWorks([broken, working]);
    assert.ok(native.works);
    assert.equal(native.path, working);
    assert.equal(describeNative(native), 'TensorFlow 2.9.1 (tfjs-node 4.22.0) on the GPU');
  });

  it('survives copies that crash or compute wrongly, and says what was wrong with each', async () => {
    const wrong = await install('wrong', WORKING.replace('[9]', '[8.5]'));
    const broken = await install('broken too', "throw new Error('Illegal instruction')");
    const native = await firstThatWorks([wrong, broken]);
    assert.ok(!native.works);
    assert.match(native.reason, /it computes wrongly.*; tfjs-node 4\.22\.0 in .*Illegal instruction/s);
  });

  it('survives a copy whose package.json is damaged', async () => {
    const damaged = await install('damaged', WORKING);
    await writeFile(join(damaged, 'package.json'), '{ "name": ');
    const native = await firstThatWorks([damaged]);
    assert.ok(!native.works);
    assert.ok(native.reason.startsWith(damaged), native.reason);
  });

  it('is none when there is no copy', async () =>
    assert.deepEqual(await firstThatWorks([]), {
      works: false,
      reason: 'native TensorFlow is not installed',
    }));

  it('finds a package folder by itself, and packages installed in a folder', async () => {
    const path = await install('found', WORKING);
    assert.deepEqual(copiesUnder(path), [path]);
    assert.deepEqual(copiesUnder(join(folder, 'found')), [path]);
    assert.deepEqual(copiesUnder(join(folder, 'nowhere')), []);
  });
});

describe('a convolution row by row', () => {
  let cpu: Backend;
  before(async () => {
    cpu = await openBackend('cpu');
    await tf.setBackend('cpu');
  });
  after(() => cpu.dispose());

  // Whole numbers, so that no order of adding rounds.
  const numbers = (shape: readonly [number, number, number, number], factor: number, below: number) =>
    tf.tensor4d(
      Array.from({ length: tf.util.sizeFromShape([...shape]) }, (_, i) => (i * factor) % below),
      [...shape],
    );
  const x = () => numbers([2, 9, 8, 3], 7, 11);
  const filter = () => numbers([7, 6, 3, 2], 5, 13);
  const dy = () => numbers([2, 3, 3, 2], 3, 7);
  const attributes = { strides: 1, pad: 'valid', dataFormat: 'NHWC' };
  const assertSame = (found: tf.Tensor, expected: tf.Tensor) => {
    assert.deepEqual(found.shape, expected.shape);
    assert.deepEqual(found.arraySync(), expected.arraySync());
  };

  it('is the same convolution', () =>
    tf.tidy(() => assertSame(convolveByRows(x(), filter()), tf.conv2d(x(), filter(), 1, 'valid'))));

  it('has the same derivative by its image', () =>
    tf.tidy(() => {
      const wanted = { ...attributes, inputShape: x().shape };
      const expected = tf.engine().runKernel('Conv2DBackpropInput', { dy: dy(), filter: filter() }, wanted);
      assertSame(inputDerivativeByRows(dy(), filter()), expected as tf.Tensor);
    }));

  it('has the same derivative by its filter', () =>
    tf.tidy(() => {
      const wanted = { ...attributes, filterShape: filter().shape };
      const expected = tf.engine().runKernel('Conv2DBackpropFilter', { x: x(), dy: dy() }, wanted);
      assertSame(filterDerivativeByRows(x(), dy(), filter().shape), expected as tf.Tensor);
    }));
});

describe('backend tensorflow', () => {
  let backend: Backend | undefined;
  before(async function () {
    const native = await findNativeTensorFlow();
    if (native.works) backend = await openBackend('tensorflow');
    else {
      this.test!.title = `skipped: ${native.reason}; "npm run native" builds it`;
      this.skip();
    }
  });
  after(() => backend?.dispose());

  it('agrees with plain JavaScript on every network', async () => {
    const cpu = await openBackend('cpu');
    const options = { normalisation: 'tile', precision: 'float32', tilePx: 16 } as const;
    for (const [what, network] of Object.entries(NETWORKS)) {
      const outputs: Float32Array[] = [];
      for (const one of [cpu, backend!]) {
        const loaded = await one.load(network, weightsOf(network), options);
        outputs.push((await loaded.run(planesFor(network))).data);
        await loaded.dispose();
      }
      const [expected, actual] = outputs as [Float32Array, Float32Array];
      const largest = actual.reduce((most, value, i) => Math.max(most, Math.abs(value - expected[i]!)), 0);
      assert.ok(largest < 1e-4, `${what}: ${largest}`);
    }
    await cpu.dispose();
  });

  for (const [what, network] of Object.entries(NETWORKS)) itLeaksNothing(what, network, () => backend!);

  itFindsExactMeans(() => backend!);

  // Values far from zero, where sums matter.
  for (const sidePx of [16, 96])
    it(`has batch norm in training of ${sidePx} px, and its derivatives, as the composition has them`, async () => {
      const results: number[][][] = [];
      for (const id of ['cpu', 'tensorflow']) {
        await tf.setBackend(id);
        registerGradients();
        const found = tf.tidy(() => {
          const wave = (shape: [number, number, number, number], pace: number) =>
            tf.reshape<tf.Rank.R4>(tf.sin(tf.mul(tf.range(0, tf.util.sizeFromShape(shape)), pace)), shape);
          const x = tf.add<tf.Tensor4D>(wave([2, sidePx, sidePx, 3], 0.7), 5);
          const dy = wave([2, sidePx, sidePx, 3], 1.3);
          const [scale, offset] = [tf.tensor1d([1, 0.5, 2]), tf.tensor1d([0, 1, -1])];
          const running = { mean: tf.variable(tf.ones([3])), variance: tf.variable(tf.ones([3])) };
          const norm = (image: tf.Tensor, by: tf.Tensor, to: tf.Tensor) =>
            normaliseByOwn(image as tf.Tensor4D, 'batch', { scale: by, offset: to });
          const y = normaliseByOwn(x, 'batch', { scale, offset }, running);
          const tensors = [y, running.mean, running.variance, ...tf.grads(norm)([x, scale, offset], dy)];
          const numbers = tensors.map((tensor) => [...tensor.dataSync()]);
          tf.dispose([running.mean, running.variance]);
          return numbers;
        });
        results.push(found);
      }
      const [composed, native] = results as [number[][], number[][]];
      composed.forEach((expected, i) => {
        const largest = Math.max(...expected.map(Math.abs));
        assertClose(native[i]!, expected, 2e-5 * largest);
      });
    });

  it('has the derivatives of both ReLUs as the composition has them', async () => {
    const results: number[][] = [];
    for (const id of ['cpu', 'tensorflow']) {
      await tf.setBackend(id);
      registerGradients();
      const found = tf.tidy(() => {
        const x = tf.tensor1d([-2, -0.5, 0, 0.5, 2]);
        const dy = tf.tensor1d([1, 2, 3, 4, 5]);
        const slopes = [tf.grad((at) => tf.relu(at))(x, dy), tf.grad((at) => tf.leakyRelu(at, 0.25))(x, dy)];
        return slopes.flatMap((slope) => [...slope.dataSync()]);
      });
      results.push(found);
    }
    assert.deepEqual(results[0], [0, 0, 0, 4, 5, 0.25, 0.5, 0.75, 4, 5]);
    assert.deepEqual(results[1], results[0]);
  });
});
