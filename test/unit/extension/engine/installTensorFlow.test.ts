// Installing TensorFlow with a program that stands for npm: whole, or not at all.

import assert from 'node:assert/strict';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  hasTensorFlowForGpu,
  installTensorFlow,
  tensorFlowEnvironment,
} from '../../../../extension/engine/installTensorFlow.js';
import { until } from '../../../until.js';

describe('installing TensorFlow', () => {
  let root: string;
  let folder: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'deepliif-install-'));
    folder = join(root, 'storage/tensorflow');
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const lines: string[] = [];
  const install = (script: string, signal = new AbortController().signal) =>
    installTensorFlow(folder, {
      signal,
      line: (text) => lines.push(text),
      npm: [process.execPath, '-e', script, '--'],
    });
  const COMPLETE = `const fs = require('node:fs');
    const folder = 'node_modules/@tensorflow/tfjs-node-gpu';
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(folder + '/package.json', JSON.stringify(process.argv.slice(1)));`;
  const packageJson = () => join(folder, 'node_modules/@tensorflow/tfjs-node-gpu/package.json');
  const leftOvers = () => (existsSync(join(root, 'storage')) ? readdirSync(join(root, 'storage')) : []);

  it('asks npm for one version of one package, and tells the engine where it is', async () => {
    await install(COMPLETE);
    const asked = JSON.parse(readFileSync(packageJson(), 'utf8')) as readonly string[];
    assert.deepEqual(
      asked.filter((word) => !word.startsWith('--')),
      ['install', '@tensorflow/tfjs-node-gpu@4.22.0'],
    );
    assert.deepEqual(tensorFlowEnvironment(folder, {}), { DEEPLIIF_TFJS_NODE: folder });
    assert.deepEqual(tensorFlowEnvironment(folder, { DEEPLIIF_TFJS_NODE: '/mine' }), {});
    assert.deepEqual(leftOvers(), ['tensorflow']);
  });

  it('replaces an earlier one when the new one is complete', async () => {
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, 'old'), '');
    await assert.rejects(install('process.exit(1)'));
    assert.ok(existsSync(join(folder, 'old')));
    await install(COMPLETE);
    assert.ok(!existsSync(join(folder, 'old')) && existsSync(packageJson()));
    assert.deepEqual(leftOvers(), ['tensorflow']);
  });

  it('that fails says what npm said, and leaves nothing', async () => {
    const script = `console.error('npm error code 1\\nnpm error 404 Not Found: no such package'); process.exit(1)`;
    await assert.rejects(install(script), { code: 'backend-unavailable', message: /404 Not Found/ });
    assert.deepEqual(leftOvers(), []);
    assert.ok(lines.some((text) => text.includes('404')));
    assert.deepEqual(tensorFlowEnvironment(folder, {}), {});
  });

  it('that ends without the package is a failure', async () => {
    await assert.rejects(install(''), { code: 'backend-unavailable' });
    assert.deepEqual(leftOvers(), []);
  });

  it('says so where there is no npm', async () => {
    const options = {
      signal: new AbortController().signal,
      line: () => undefined,
      npm: [join(root, 'no-npm')],
    };
    await assert.rejects(installTensorFlow(folder, options), { code: 'backend-unavailable', message: /npm/ });
  });

  it('that is cancelled ends npm, and leaves nothing', async () => {
    const abort = new AbortController();
    const installing = install('setInterval(() => {}, 1000); console.log("npm runs")', abort.signal);
    const isCancelled = assert.rejects(installing, { code: 'cancelled' });
    await until(() => lines.some((text) => text.includes('npm runs')), 'npm runs');
    abort.abort();
    await isCancelled;
    assert.deepEqual(leftOvers(), []);
  });

  it('is offered where the package has CUDA', () => {
    assert.ok(hasTensorFlowForGpu('linux', 'x64') && hasTensorFlowForGpu('win32', 'x64'));
    assert.ok(!hasTensorFlowForGpu('darwin', 'arm64') && !hasTensorFlowForGpu('linux', 'arm64'));
  });
});
