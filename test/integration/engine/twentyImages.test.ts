// Twenty images in a row through the whole path of an analysis, in one process: no tensor, thread, open file or
// temporary file stays behind, and memory does not grow with the number of images.

import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Worker } from 'node:worker_threads';
import * as tf from '@tensorflow/tfjs-core';
import sharp from 'sharp';
import { analyseImage } from '../../../engine/analysis/analyseImage.js';
import { openAnalyser, openModelFolder } from '../../../engine/analysis/openAnalyser.js';
import { TOY_MODEL } from '../../toyModel.js';

const IMAGES = 20;
/** The first images fill caches of the decoder, the backend's arena and the heap. */
const WARM_UP = 5;
/** Limit for the other fifteen images. One tile of floats leaked by each of nine networks would make 425 MB of them. */
const MOST_GROWTH_MB = 200;

describe('twenty images in a row', () => {
  let folder: string;
  let temporary: string | undefined;
  const started: Worker[] = [];
  const remember = (worker: Worker) => void started.push(worker);
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-twenty-'));
    for (const name of ['images', 'results', 'temporary']) await mkdir(join(folder, name));
    temporary = process.env.TMPDIR;
    process.env.TMPDIR = join(folder, 'temporary'); // Node's temporary folder, except on Windows
    started.length = 0;
    process.on('worker', remember);
  });
  afterEach(async () => {
    process.off('worker', remember);
    if (temporary === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = temporary;
    await rm(folder, { recursive: true });
  });

  for (const backend of ['onnx', 'wasm'] as const)
    it(`leave no tensor, thread, file or memory behind on ${backend}`, async function () {
      this.timeout(300_000);
      const tensors = tf.engine().state.numTensors;
      const model = await openModelFolder(TOY_MODEL);
      const analyser = await openAnalyser(
        model,
        { scope: 'all', intermediateMaps: false },
        { backend, precision: 'float32' },
        {},
      );
      const held = tf.engine().state.numTensors;
      let files: number | undefined;
      let usedMb = 0;
      for (let i = 0; i < IMAGES; i++) {
        if (i === WARM_UP) [files, usedMb] = [await openFiles(), residentMb()];
        const image = join(folder, 'images', `${i}.png`);
        await makeImage(image, i);
        await analyseImage(image, analyser, SETTINGS, { out: join(folder, 'results'), name: `${i}` });
        assert.equal(tf.engine().state.numTensors, held, `tensors after image ${i}`);
      }
      const growth = residentMb() - usedMb;
      assert.ok(growth < MOST_GROWTH_MB, `${growth.toFixed(0)} MB more after ${IMAGES - WARM_UP} images`);
      assert.equal(await openFiles(), files, 'open files');
      assert.equal((await readdir(join(folder, 'results'))).length, IMAGES, 'one folder for each, no other');
      assert.deepEqual(await readdir(join(folder, 'temporary')), []);

      await analyser.dispose();
      assert.equal(tf.engine().state.numTensors, tensors);
      assert.ok(started.length > 0, 'there are threads to end');
      // A thread that has ended has no number. WebAssembly's threads are told to end, but not waited for.
      for (const worker of started) if (worker.threadId !== -1) await once(worker, 'exit');
    });
});

const SETTINGS = { tilePx: 512, colour: 'managed', thresholds: {} } as const;

/** A piece of a real tile, of another size and place each time. */
async function makeImage(path: string, i: number): Promise<void> {
  const piece = { left: 8 * i, top: 300 - 8 * i, width: 64 + i, height: 96 - i };
  await sharp('test/fixtures/deepliif/d_model/22_2.png').extract(piece).toFile(path);
}

function residentMb(): number {
  return process.memoryUsage.rss() / 1e6;
}

/** Number of open files; undefined where the system is not Linux, which alone lists them. */
async function openFiles(): Promise<number | undefined> {
  return process.platform === 'linux' ? (await readdir('/proc/self/fd')).length : undefined;
}
