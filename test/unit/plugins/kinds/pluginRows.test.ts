// A plug-in as its users have it: a folder, whose contributions are rows of the tables while it is in use.

import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportResult, listExporters } from '../../../../engine/exports/exportResult.js';
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
  });
});
