// The memory of one engine process does not grow during fifty analyses.

import assert from 'node:assert/strict';
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startProcess, type EngineProcess } from '../../../extension/engine/process.js';
import { TOY_MODEL } from '../../toyModel.js';
import { realEngine, testLog } from '../../unit/extension/engine/scripts.js';

const ANALYSES = 50;
/** The first analyses fill caches of the decoder, the network's arena and the heap. */
const WARM_UP = 15;
/** Limit per analysis. A leaked tile of floats would be 3 MB; resident memory goes up and down by 20 MB. */
const MOST_GROWTH_MB = 0.8;

describe('an engine process after many analyses', () => {
  let folder: string;
  let engine: EngineProcess;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deepliif-memory-'));
    await copyFile('test/fixtures/deepliif/d_model/22_2.png', join(folder, 'tile.png'));
  });
  beforeEach(() => {
    engine = startProcess(realEngine, testLog());
  });
  afterEach(() => engine.stop());
  after(() => rm(folder, { recursive: true }));

  it('holds no more memory than before', async function () {
    if (process.platform !== 'linux') return this.skip(); // /proc
    this.timeout(900_000);
    const image = join(folder, 'tile.png');
    const usedMb: number[] = [];
    for (let i = 0; i < ANALYSES; i++) {
      await engine.connection.request('image/analyse', {
        ...{ image, into: join(folder, 'results'), name: 'tile', model: TOY_MODEL, backend: 'onnx' },
      });
      await engine.connection.request('picture/tile', {
        ...{ file: image, address: { level: 0, column: 0, row: 0 } },
      });
      usedMb.push(await residentMb(engine.pid!));
    }
    const growth = slope(usedMb.slice(WARM_UP));
    const shown = `${usedMb[WARM_UP]!.toFixed(0)} … ${usedMb.at(-1)!.toFixed(0)} MB`;
    assert.ok(growth < MOST_GROWTH_MB, `${growth.toFixed(2)} MB more per analysis (${shown})`);
  });
});

async function residentMb(pid: number): Promise<number> {
  return Number(/VmRSS:\s+(\d+) kB/.exec(await readFile(`/proc/${pid}/status`, 'utf8'))![1]) / 1024;
}

/** Slope of the straight line with the least squares through the values. */
function slope(values: readonly number[]): number {
  const middle = (values.length - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  let across = 0;
  let along = 0;
  values.forEach((value, i) => {
    across += (i - middle) * (value - mean);
    along += (i - middle) ** 2;
  });
  return across / along;
}
