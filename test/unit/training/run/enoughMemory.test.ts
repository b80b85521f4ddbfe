// Runs that cannot find the memory that they need are refused before they have a folder.

import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireMemory } from '../../../../engine/training/run/enoughMemory.js';
import { newRun } from '../../../../engine/training/run/newRun.js';
import { startRun } from '../../../../engine/training/run/runTraining.js';
import { deepLiifPlan } from '../../../../engine/training/plan/deepLiifPlan.js';
import { trainOptions } from '../../../../engine/training/plan/trainOptions.js';
import { tinyRuns, watching } from '../tinyRun.js';

const planOf = (options: object) => deepLiifPlan(trainOptions({ ...options }, 'test', '/'));
const TILE = { width: 512, height: 512 };

describe('memory for a training', () => {
  it('on WebAssembly is too small for DeepLIIF at full size, and a preset that fits is named', () =>
    assert.rejects(requireMemory({ plan: planOf({}) }, TILE, 'wasm'), {
      code: 'out-of-memory',
      message:
        /needs about \d+ GB of memory, and WebAssembly has 4\.3 GB\. Choose --preset small, .*about 1\.\d GB/,
    }));

  it('counts the networks that are not trained by the tiles of each preset', async () => {
    const root = mkdtempSync(join(tmpdir(), 'deepliif-memory-'));
    const vgg19 = join(root, 'vgg19.pth');
    writeFileSync(vgg19, '');
    truncateSync(vgg19, 548 * 2 ** 20); // file of torchvision: 0.2 GB for tiles of 256 px, 0.8 GB for 512 px
    await assert.rejects(requireMemory({ plan: planOf({}), vgg19 }, TILE, 'wasm'), {
      message: /Choose --preset small, .*about 1\.\d GB/,
    });
    rmSync(root, { recursive: true });
  });

  it('on WebAssembly is enough for the smaller presets', async () => {
    for (const preset of ['quick-look', 'small'])
      await requireMemory({ plan: planOf({ preset }) }, { width: 256, height: 256 }, 'wasm');
  });
});

describe('a run that would not find its memory', () => {
  const runs = tinyRuns();

  it('has no folder', async () => {
    const options = { data: 'data', out: 'runs', modalitiesNames: ['dapi'], preprocess: 'resize_and_crop' };
    const run = newRun(trainOptions(options, 'test', runs.root));
    await assert.rejects(startRun(run, 'wasm', watching()), { code: 'out-of-memory' });
    assert.deepEqual(await readdir(join(runs.root, 'runs')).catch(() => []), []);
  });
});
