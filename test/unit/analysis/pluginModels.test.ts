// Models of the example plug-ins, as their users meet them: listed, opened by id, analysing a rendered tile.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { openAnalyser, openModelFolder } from '../../../engine/analysis/openAnalyser.js';
import { pluginModels } from '../../../engine/analysis/pluginModels.js';
import { packageRoot } from '../../../engine/files/packageRoot.js';
import { memorySink, memorySource, readWhole } from '../../../engine/images/memory.js';
import { inferImage } from '../../../engine/inference/inferImage.js';
import { usePlugins } from '../../../engine/plugins/usedPlugins.js';
import { classifyPixels } from '../../../engine/postprocessing/pixelClasses.js';
import { NEGATIVE, POSITIVE } from '../../../engine/postprocessing/labels.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { modelList } from '../../../engine/requests/models.js';

const SAMPLES = join(packageRoot(), 'extension/sample/plugins');
const EXAMPLES = ['classical-model', 'onnx-model', 'python-model'].map((name) => join(SAMPLES, name));
const SIDE_PX = 256;
const hasPython = spawnSync('python3', ['--version']).status === 0;

/** Glass with a brown nucleus at the left and a blue one at the right, each 40 px wide, on weakly stained tissue. */
function twoNuclei(): Raster {
  const data = new Uint8Array(3 * SIDE_PX ** 2);
  for (let y = 0; y < SIDE_PX; y++)
    for (let x = 0; x < SIDE_PX; x++) {
      const inNucleus = (cx: number) => Math.hypot(x - cx, y - 128) < 20;
      const noise = (7 * x + 13 * y) % 11;
      const [r, g, b] = inNucleus(70) ? [110, 70, 45] : inNucleus(180) ? [95, 95, 160] : [232, 228, 236];
      data.set([r + noise, g + noise, b + noise], 3 * (y * SIDE_PX + x));
    }
  return { width: SIDE_PX, height: SIDE_PX, channels: 3, data };
}

describe('models of plug-ins', () => {
  afterEach(() => usePlugins([]));

  it('are listed with the plug-in’s title; a broken one is told with its name', async () => {
    await usePlugins([...EXAMPLES, join(packageRoot(), 'test/fixtures/plugins/wayward-model')]);
    const { models, problems } = await modelList([]);
    const brought = models.filter(({ plugin }) => plugin !== undefined);
    assert.deepEqual(
      brought.map(({ id, plugin }) => [id, plugin]),
      [
        ['classical-watershed', 'Example: classical segmentation'],
        ['onnx-thresholds', 'Example: model as an ONNX file'],
        ['python-threshold', 'Example: model in Python'],
        ['wayward-good', 'Wayward'],
      ],
    );
    assert.equal(problems.length, 1);
    assert.match(problems[0]!, /^The model "Broken folder" of the plug-in Wayward 1\.2\.3: .*manifest\.json/);
  });

  it('are there only while their plug-in is in use', async () => {
    assert.deepEqual((await pluginModels()).models, []);
    await assert.rejects(openModelFolder('classical-watershed'), /needs the plug-in: --plugin/);
  });

  for (const id of ['classical-watershed', 'onnx-thresholds', 'python-threshold'])
    it(`find a positive and a negative nucleus: ${id}`, async function () {
      if (id.startsWith('python') && !hasPython) {
        this.test!.title += ' (not tested: there is no python3)';
        this.skip();
      }
      await usePlugins(EXAMPLES);
      const folder = await openModelFolder(id);
      const analyser = await openAnalyser(
        folder,
        { scope: 'all', intermediateMaps: false },
        { precision: 'float32' },
        {},
      );
      try {
        const makeSink = (width: number, height: number) => Promise.resolve(memorySink(width, height, 3));
        const source = memorySource(twoNuclei());
        const { images } = await inferImage(source, analyser.model, { tilePx: SIDE_PX }, makeSink);
        const classes = classifyPixels(await readWhole(images.get('Seg')!), 150);
        const at = (x: number, y: number) => classes[y * SIDE_PX + x];
        assert.deepEqual([at(70, 128), at(180, 128)], [POSITIVE, NEGATIVE]);
        assert.ok(![POSITIVE, NEGATIVE].includes(at(125, 40)!), 'background');
      } finally {
        await analyser.dispose();
      }
    });

  it('say which backend runs them', async () => {
    await usePlugins(EXAMPLES);
    const open = async (id: string, backend?: string) =>
      openAnalyser(
        await openModelFolder(id),
        { scope: 'all', intermediateMaps: false },
        { backend, precision: 'float32' },
        {},
      );
    await assert.rejects(open('onnx-thresholds', 'wasm'), /only the backend "onnx" runs, not "wasm"/);
    const analyser = await open('classical-watershed', 'wasm');
    assert.equal(analyser.backend.id, 'program');
    await analyser.dispose();
  });
});
