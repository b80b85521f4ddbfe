// Networks against numbers of the reference. For the attention U-Net, numbers of a PyTorch module written for this
// test.

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm, writeFile, mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { attentionUnet } from '../../../engine/networks/attentionUnet.js';
import { forward, prepareWeights } from '../../../engine/networks/forward.js';
import { parameterCount, parametersOf } from '../../../engine/networks/parameters.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { aResnet9 } from '../../parity/aResnet9.js';
import { cDiscriminators } from '../../parity/cDiscriminators.js';
import type { ParityCheck, ParitySuite } from '../../parity/check.js';
import { checksumError, everyNth, type Checksum } from '../../parity/fixtureTensors.js';
import { formulaWeights, uniformNumbers } from '../../parity/weightFormula.js';
import { assertClose } from '../training/finiteDifferences.js';
import { onCpu } from '../training/onCpu.js';

const FIXTURES = join(packageRoot(), 'test', 'fixtures');

async function checksOf(suite: ParitySuite, root: string): Promise<ParityCheck[]> {
  const checks: ParityCheck[] = [];
  for await (const check of suite(root, { backend: 'cpu' })) checks.push(check);
  return checks;
}

describe('networks compute what the reference computes', () => {
  for (const [what, suite] of [
    ['generators', aResnet9],
    ['discriminators, in training too', cDiscriminators],
  ] as readonly (readonly [string, ParitySuite])[])
    it(what, async () => {
      const checks = await checksOf(suite, join(FIXTURES, 'deepliif'));
      const failed = checks.filter(({ pass }) => !pass);
      assert.deepEqual(failed, []);
      assert.ok(checks.length > 10);
    });

  it('and report a listed file that is absent as a failed check', async () => {
    const manifest = readFileSync(join(FIXTURES, 'deepliif', 'a_resnet9', 'manifest.json'));
    const root = await mkdtemp(join(tmpdir(), 'parity-'));
    try {
      await mkdir(join(root, 'a_resnet9'));
      await writeFile(join(root, 'a_resnet9', 'manifest.json'), manifest);
      const checks = await checksOf(aResnet9, root);
      const variants = checks.filter(({ name }) => name.endsWith('parameter names and shapes')).length;
      assert.equal(checks.filter(({ pass }) => pass).length, variants); // the checks that need no file
      assert.ok(checks.length >= 3 * variants);
    } finally {
      await rm(root, { recursive: true });
    }
  });
});

describe('the attention U-Net computes what PyTorch computes', () => {
  before(onCpu);

  interface Golden {
    readonly seed: string;
    readonly widths: readonly number[];
    readonly sidePx: number;
    readonly stepPx: number;
    readonly parameters: number;
    readonly keys: readonly string[];
    readonly tile: GoldenOutput;
    readonly running: GoldenOutput;
  }
  interface GoldenOutput {
    readonly full: Checksum;
    readonly values: readonly number[];
  }
  const golden = JSON.parse(readFileSync(join(FIXTURES, 'networks', 'attentionUnet.json'), 'utf8')) as Golden; // made by attentionUnet.py beside it
  const network = attentionUnet({ inChannels: 3, outChannels: 3, widths: golden.widths });

  it('from the same parameters', () => {
    assert.deepEqual(parametersOf(network).map(({ name }) => name).sort(), [...golden.keys].sort()); // prettier-ignore
    assert.equal(parameterCount(network), golden.parameters);
  });

  for (const mode of ['tile', 'running'] as const)
    it(`with ${mode} statistics`, () => {
      const { sidePx: side, stepPx } = golden;
      const tensors = prepareWeights(network, formulaWeights(network, golden.seed));
      const data = tf.tidy(() => {
        const u = uniformNumbers(`${golden.seed}:input`, 3 * side ** 2);
        const planes = tf.tensor4d(Float32Array.from(u, (value) => 2 * value - 1), [1, 3, side, side]); // prettier-ignore
        const y = forward(network, tensors, tf.transpose(planes, [0, 2, 3, 1]), mode);
        return tf.transpose(y, [0, 3, 1, 2]).dataSync<'float32'>();
      });
      tf.dispose(tensors);
      const output = { channels: 3, height: side, width: side, data };
      assertClose(everyNth(output, stepPx), golden[mode].values, 1e-5);
      assert.ok(checksumError([1, 3, side, side], data, golden[mode].full) < 1e-5);
    });
});
