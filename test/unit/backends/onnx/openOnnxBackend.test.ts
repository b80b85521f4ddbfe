// onnxruntime's lanes: what cannot be loaded or run is refused in words, and no thread outlives its backend.

import assert from 'node:assert/strict';
import type { Worker } from 'node:worker_threads';
import type { LoadOptions } from '../../../../engine/backends/backend.js';
import { startLane, type Lane } from '../../../../engine/backends/onnx/lane.js';
import { loadFile } from '../../../../engine/backends/onnx/loadFile.js';
import { divideCores, openOnnxBackend } from '../../../../engine/backends/onnx/openOnnxBackend.js';
import { stepsOf } from '../../../../engine/backends/onnx/steps.js';
import { EngineError } from '../../../../engine/protocol/errors.js';
import { NETWORKS, weightsOf } from '../../networks/samples.js';
import { planesFor } from '../onEveryNetwork.js';

const NETWORK = NETWORKS['a ResNet with batch norm']!;
const WEIGHTS = weightsOf(NETWORK);
const FLOAT32: LoadOptions = { normalisation: 'tile', precision: 'float32', tilePx: 16 };

/** A thread that has ended has no number any more. */
const ENDED = -1;

describe('backend onnx', () => {
  const started: Worker[] = [];
  const remember = (worker: Worker) => void started.push(worker);
  beforeEach(() => {
    started.length = 0;
    process.on('worker', remember);
  });
  afterEach(() => {
    process.off('worker', remember);
    assert.ok(
      started.every(({ threadId }) => threadId === ENDED),
      'every thread has ended',
    );
  });

  it('starts a thread for each lane, and ends all of them with what they have open', async () => {
    const backend = await openOnnxBackend('cpu', { lanes: 2, threads: 1 });
    const loaded = await Promise.all([1, 2, 3].map(() => backend.load(NETWORK, WEIGHTS, FLOAT32)));
    await Promise.all(loaded.map((network) => network.run(planesFor(NETWORK))));
    assert.equal(started.length, 2);
    assert.ok(started.every(({ threadId }) => threadId > 0));
    await backend.dispose();
    await assert.rejects(loaded[0]!.run(planesFor(NETWORK)), {
      ...{ code: 'backend-unavailable', message: /already disposed/ },
    });
    await assert.rejects(backend.load(NETWORK, WEIGHTS, FLOAT32), EngineError);
  });

  it('refuses weights that do not fit, and goes on', async () => {
    const backend = await openOnnxBackend('cpu', { lanes: 1, threads: 1 });
    await assert.rejects(backend.load(NETWORK, new Map(), FLOAT32), {
      ...{ name: 'EngineError', code: 'model-invalid' },
    });
    const loaded = await backend.load(NETWORK, WEIGHTS, FLOAT32);
    assert.ok((await loaded.run(planesFor(NETWORK))).data.every(Number.isFinite));
    await backend.dispose();
  });

  it('refuses images that do not fit, and networks that were disposed of', async () => {
    const backend = await openOnnxBackend('cpu', { lanes: 1, threads: 1 });
    const loaded = await backend.load(NETWORK, WEIGHTS, FLOAT32);
    const image = planesFor(NETWORK);
    await assert.rejects(loaded.run({ ...image, channels: 1, height: 3 * image.height }), {
      ...{ code: 'usage', message: /expects 3 channels/ },
    });
    await assert.rejects(loaded.run({ ...image, height: 1, width: image.width * image.height }), {
      ...{ code: 'usage', message: /multiples of 4 px/ },
    });
    await loaded.dispose();
    await loaded.dispose();
    await assert.rejects(loaded.run(image), { code: 'usage', message: /disposed/ });
    await backend.dispose();
  });

  it('refuses int8 on a GPU before it asks for one', () => {
    const steps = stepsOf(NETWORK, WEIGHTS, FLOAT32);
    const noLane: Lane = {
      load: () => assert.fail('nothing is loaded'),
      describe: () => assert.fail(),
      run: () => assert.fail(),
      release: () => assert.fail(),
      close: () => assert.fail(),
    };
    assert.throws(() => void loadFile(steps, 'webgpu', noLane, { ...FLOAT32, precision: 'int8' }), {
      ...{ name: 'EngineError', code: 'usage', message: /float32 only/ },
    });
  });

  it('says what is wrong with a file that onnxruntime does not take, and goes on', async () => {
    const lane = startLane({ provider: 'cpu', threads: 1 });
    for (const bytes of [[], [1, 2, 3], Array.from({ length: 1000 }, (_, i) => i % 256)])
      await assert.rejects(lane.load(Uint8Array.from(bytes)), (error) => {
        assert.ok(error instanceof EngineError);
        assert.equal(error.code, 'backend-unavailable');
        return error.message.length > 0;
      });
    assert.ok((await loadFile(stepsOf(NETWORK, WEIGHTS, FLOAT32), 'cpu', lane, FLOAT32)) > 0);
    await lane.close();
  });

  it('divides the cores among its lanes', () => {
    assert.deepEqual(divideCores({ lanes: 3, threads: 2 }), { lanes: 3, threads: 2 });
    assert.ok(divideCores().lanes <= 4);
    assert.equal(divideCores({ lanes: 1000 }).threads, 1);
  });
});
