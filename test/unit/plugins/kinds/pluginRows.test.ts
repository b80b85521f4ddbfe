// A plug-in as its users have it: a folder, whose contributions are rows of the tables while it is in use.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportResult, listExporters } from '../../../../engine/exports/exportResult.js';
import { openImage } from '../../../../engine/images/decode.js';
import { readWhole } from '../../../../engine/images/memory.js';
import { stainPresetNamed } from '../../../../engine/measurements/findStainPresets.js';
import { readNotebookBlock } from '../../../../engine/plugins/kinds/notebookBlocks.js';
import { pluginsInUse } from '../../../../engine/plugins/usedPlugins.js';
import { postProcessorNamed } from '../../../../engine/postprocessing/findPostProcessors.js';
import { pruners } from '../../../../engine/studies/pruners.js';
import { samplers } from '../../../../engine/studies/samplers.js';
import type { Study } from '../../../../engine/sweep/sampler.js';
import { usePluginRows } from '../../../../engine/plugins/kinds/pluginRows.js';
import { exportFolder } from '../../exports/exportFolder.js';
import { writeResult } from '../../exports/storedResult.js';

const SAMPLE = 'extension/sample/plugins/nuclear-shape';

describe('plug-ins in use', () => {
  const place = exportFolder();
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), 'deepliif-plugins-'))));
  afterEach(async () => {
    await usePluginRows([]);
    await rm(folder, { recursive: true });
  });
  const plugin = async (name: string, deepliif: object) => {
    await mkdir(join(folder, name));
    const about = {
      name,
      publisher: 'acme',
      version: '1.0.0',
      contributes: { deepliif: { api: 1, ...deepliif } },
    };
    await writeFile(join(folder, name, 'package.json'), JSON.stringify(about));
    return join(folder, name);
  };
  const formats = () => listExporters().map(({ id }) => id);

  it('have an exporter that writes a result, until they are in use no more', async () => {
    await usePluginRows([SAMPLE]);
    await writeResult(place.folder);
    const file = join(place.root, 'a.outlines.svg');
    const { files } = await exportResult({ folder: place.folder, format: 'outlines-svg', file });
    assert.deepEqual(files, [file]);
    assert.match(
      await readFile(file, 'utf8'),
      /^<svg [^>]*>\n<polygon points="[\d. ]+" stroke="(red|blue)"\/>/,
    );
    await usePluginRows([]);
    assert.ok(!formats().includes('outlines-svg'));
  });

  it('read images, change maps, and choose and end trials in a process of their own', async () => {
    await usePluginRows(['test/fixtures/plugins/kinds']);
    const path = join(folder, 'a.grey');
    await writeFile(path, Buffer.from([71, 2, 1, 10, 200]));
    const image = await openImage(path, { colour: 'managed' });
    assert.deepEqual([...(await readWhole(image)).data, image.mpp], [10, 10, 10, 200, 200, 200, 0.5]);

    const raster = { width: 1, height: 1, channels: 3, data: Uint8Array.of(9, 5, 1) } as const;
    const changed = await postProcessorNamed('swap').process(raster, { ihc: raster, others: new Map() }, {});
    assert.deepEqual([...changed.data], [1, 5, 9]);

    const rate = { kind: 'float', low: 1, high: 3, log: false, step: null } as const;
    const space = new Map([['rate', rate]]);
    const study: Study = { name: 's', directions: ['minimize'], trials: [] };
    const sampler = await samplers.named('middle').open({ seed: 1 }, space).forTrial!(study, 0);
    assert.equal(sampler.together(study, 0).get('rate'), 2);
    const after = (epoch: number) => ({
      ...{ number: 0, state: 'running' as const, params: new Map(), distributions: space },
      intermediate: new Map([[epoch, 0.5]]),
    });
    const pruner = pruners.named('third').open({});
    assert.equal((await pruner(study, after(2))).prune, false);
    assert.equal((await pruner(study, after(3))).prune, true);

    assert.equal(stainPresetNamed('lab').title, 'Our laboratory');
    const [block] = pluginsInUse().contributed('notebookBlocks');
    assert.equal((await readNotebookBlock(block!)).text, 'print("plot")\n');
  });

  it('are not used with an id of a built-in row, and say which', async () => {
    const exporter = { id: 'csv', title: 'Mine', detail: 'Mine.', ending: '.csv' };
    const { plugins } = await usePluginRows([
      await plugin('twice', { module: 'package.json', exporters: [exporter] }),
    ]);
    assert.match(plugins[0]!.problems.join(), /the id "csv", which the built-in "Cells as CSV" has already/);
    assert.equal(plugins[0]!.isUsed, false);
  });

  it('with stain vectors that mean nothing say so, and keep their other rows', async () => {
    const [hematoxylin, dab] = [
      [0.6, 0.7, 0.3],
      [0, 0, 0],
    ];
    const { plugins } = await usePluginRows([
      await plugin('stains', { stainPresets: [{ id: 'own', title: 'Own', hematoxylin, dab }] }),
    ]);
    assert.match(plugins[0]!.problems.join(), /stain preset "Own" .* cannot be told apart/);
    assert.deepEqual(pluginsInUse().plugins, plugins);
  });

  it('are not used with a measurement that has the name of a column of all tables', async () => {
    const measurement = { id: 'class', title: 'Class', unit: '', meaning: 'Mine.' };
    const { plugins } = await usePluginRows([
      await plugin('column', { module: 'package.json', measurements: [measurement] }),
    ]);
    assert.match(
      plugins[0]!.problems.join(),
      /the id "class", which the column "class" of all tables of cells/,
    );
    assert.equal(plugins[0]!.isUsed, false);
  });
});
