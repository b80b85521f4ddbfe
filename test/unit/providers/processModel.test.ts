// Programs as models: good ones, and those that do one thing wrong. Each is contained and named.

import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ModelFolder, ModelProgram } from '../../../engine/checkpoints/modelFolder.js';
import type { ModelManifest } from '../../../engine/deepliif/manifest.js';
import type { Wanted } from '../../../engine/deepliif/plan.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { openProcessModel } from '../../../engine/providers/processModel.js';
import { until } from '../../until.js';

const ALL: Wanted = { scope: 'all', intermediateMaps: false };
const TILE_PX = 64;
const manifest: ModelManifest = {
  ...{ schemaVersion: 1, id: 'wayward', title: 'Wayward', kind: 'program', inputs: ['ihc'], tilePx: TILE_PX },
  ...{ normalisation: 'running', translations: [], segmentations: [] },
};
const plugin = { id: 'tests.wayward-model', title: 'Tests', version: '1.2.3' };

function folder(program: ModelProgram): ModelFolder & { readonly program: ModelProgram } {
  return { manifest, plugin, program, dir: join(packageRoot(), 'test/fixtures/plugins/wayward-model') };
}
const node = (...args: string[]) => folder({ command: 'node', args: ['model.mjs', ...args] });

/** Dark left half, bright right half. */
const tile: ReadonlyMap<string, Raster> = new Map([
  [
    'ihc',
    {
      ...{ width: TILE_PX, height: TILE_PX, channels: 3 },
      data: Uint8Array.from({ length: 3 * TILE_PX ** 2 }, (_, i) =>
        Math.floor(i / 3) % TILE_PX < TILE_PX / 2 ? 50 : 200,
      ),
    },
  ],
]);

describe('a program as a model', () => {
  let dir: string;
  before(async () => (dir = await mkdtemp(join(tmpdir(), 'deepliif-programs-'))));
  after(() => rm(dir, { recursive: true, force: true }));

  it('makes the map and the modalities that it promised, of every tile', async () => {
    const model = await openProcessModel(node('good'), ALL);
    try {
      assert.deepEqual(
        model.plan.outputs.map(({ name }) => name),
        ['marker', 'Seg'],
      );
      for (let i = 0; i < 2; i++) {
        const images = await model.infer(tile, {});
        assert.deepEqual(images.get('marker')!.data, tile.get('ihc')!.data);
        assert.deepEqual([...images.get('Seg')!.data.subarray(0, 3)], [255, 0, 0]);
        assert.equal(images.get('Seg')!.data.at(-3), 0);
      }
    } finally {
      await model.dispose();
    }
  });

  it('is started again once if it crashes', async () => {
    const model = await openProcessModel(node('crash-once', join(dir, 'crashed')), ALL);
    try {
      assert.equal((await model.infer(tile, {})).get('Seg')!.data[0], 255);
    } finally {
      await model.dispose();
    }
  });

  const wrong: readonly (readonly [how: string, message: RegExp])[] = [
    ['size', /"segmentation" of 3 bytes; expected 64 × 64 × 3 = 12288 bytes/],
    ['nothing', /without "segmentation"/],
    ['text', /no base64/],
    ['hang', /did not answer "infer" within 0\.5 s and was stopped/],
    ['crash', /ended in the middle of "infer" \(exit code 3\)\. Its last notes: Segmentation fault/],
    ['garbage', /wrote "Loading weights \? done" to standard output.*sys\.stderr/],
    ['huge', /a line of more than 1,\d+,\d+ bytes and was stopped/],
    ['error', /reports: ValueError: no GPU/],
    ['other', /answered call 9, and call 2 was asked/],
  ];
  for (const [how, message] of wrong)
    it(`is named with its plug-in if it answers wrongly: ${how}`, async () => {
      const limits = { inferTimeoutMs: how === 'hang' ? 500 : 20_000 };
      const model = await openProcessModel(node(how), ALL, limits);
      try {
        await assert.rejects(model.infer(tile, {}), (error: Error & { code?: string }) => {
          assert.equal(error.code, 'plugin-failed');
          assert.match(error.message, /^The model "Wayward" of the plug-in Tests 1\.2\.3 /);
          assert.match(error.message, message);
          return true;
        });
      } finally {
        await model.dispose();
      }
    });

  it('must speak a version of the protocol that is known', () =>
    assert.rejects(
      openProcessModel(node('protocol'), ALL),
      /a way that this version does not know.*protocol/,
    ));

  it('that is missing is told with what to install', () =>
    assert.rejects(
      openProcessModel(folder({ command: 'no-such-program-deepliif', args: [] }), ALL),
      /needs the program "no-such-program-deepliif", which was not found\. Install it/,
    ));

  it('is stopped when the request is cancelled, with the processes that it started', async function () {
    if (process.platform === 'win32') this.skip();
    const file = join(dir, 'child');
    const model = await openProcessModel(node('child', file), ALL);
    const abort = new AbortController();
    const asked = model.infer(tile, { signal: abort.signal });
    await until(() => existsSync(file) && readFileSync(file, 'utf8') !== '', 'the child of the program');
    abort.abort();
    await assert.rejects(asked, { code: 'cancelled' });
    const pid = Number(readFileSync(file, 'utf8'));
    await until(() => !isRunning(pid), 'the end of the child');
    await model.dispose();
  });
});

/** A killed process that nobody has waited for counts as ended. */
function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    const state = /^State:\s+(\S)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return state !== 'Z';
  } catch {
    return false;
  }
}
