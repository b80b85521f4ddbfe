import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportData } from '../../../../engine/exports/exportData.js';
import { exportResult, listExporters } from '../../../../engine/exports/exportResult.js';
import { addExporter } from '../../../../engine/plugins/kinds/exporters.js';
import { exportFolder, throwsCode } from '../../exports/exportFolder.js';
import { writeResult } from '../../exports/storedResult.js';
import { contribution } from './contribution.js';

describe('an exporter of a plug-in', () => {
  const place = exportFolder();
  const declared = {
    ...{ id: 'polygons', title: 'Polygons', detail: 'Outlines.', ending: '.polygons.txt' },
    needs: ['cells', 'outlines'] as const,
  };
  let takeOut = () => {};
  afterEach(() => takeOut());
  const exportWith = async (write: (input: ExportData) => unknown) => {
    takeOut = addExporter(contribution('exporters', declared, { write }));
    await writeResult(place.folder);
    return exportResult({
      folder: place.folder,
      format: 'polygons',
      file: join(place.root, 'a.polygons.txt'),
    });
  };

  it('is listed with its plug-in while that is in use', () => {
    const ids = () => listExporters().map(({ id }) => id);
    takeOut = addExporter(contribution('exporters', declared, {}));
    assert.match(listExporters().at(-1)!.detail, /^Outlines\. From the plug-in Example\.$/);
    takeOut();
    assert.ok(!ids().includes('polygons'));
  });

  it('gets scores, columns and outlines as plain data, and its files are written', async () => {
    let input: ExportData | undefined;
    const { files, cells } = await exportWith((given) => {
      input = given;
      return {
        files: [
          { ending: '.extra.bin', bytes: new Uint8Array([1, 2]) },
          { ending: '.polygons.txt', text: 'x' },
        ],
      };
    });
    const [map] = input!.maps;
    assert.equal(map!.columns.find(({ name }) => name === 'area_px')!.values.length, cells);
    assert.equal(map!.outlines!.length, cells);
    assert.ok('Seg' in input!.scores.maps);
    assert.deepEqual(files, [join(place.root, 'a.polygons.txt'), join(place.root, 'a.extra.bin')]);
    assert.equal(await readFile(files[0]!, 'utf8'), 'x');
    assert.deepEqual([...(await readFile(files[1]!))], [1, 2]);
  });

  for (const [what, answer, words] of [
    ['no answer', undefined, /answer of write: an object expected/],
    ['a file without content', { files: [{ ending: '.polygons.txt' }] }, /exactly one of "text" and "bytes"/],
    [
      'a path for an ending',
      { files: [{ ending: '/../x', text: '' }] },
      /an ending such as "\.csv" expected/,
    ],
  ] as const)
    it(`with ${what} is named, and nothing is written`, async () => {
      await assert.rejects(
        exportWith(() => answer),
        (error: Error) => {
          throwsCode('plugin-failed', words)(error);
          return /exporter "Polygons" of the plug-in Example \(acme\.example 1\.2\.3\)/.test(error.message);
        },
      );
      assert.deepEqual(await readdir(place.root), ['tile']);
    });
});
