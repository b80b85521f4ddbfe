// Exports in general: reasons of a refusal, and the files left afterwards.

import assert from 'node:assert/strict';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportResult, listExporters } from '../../../engine/exports/exportResult.js';
import { exportFolder, throwsCode } from './exportFolder.js';
import { cellsOf, RECORD, ROWS, SCORING, writeResult } from './storedResult.js';

describe('exports', () => {
  const place = exportFolder();
  const refused = (words: RegExp, file = join(place.root, 'x.csv')) =>
    assert.rejects(exportResult({ folder: place.folder, format: 'csv', file }), throwsCode('usage', words));

  it('are those of the table, in its order', () =>
    assert.deepEqual(
      listExporters().map(({ id, ending }) => [id, ending]),
      [
        ['csv', '.cells.csv'],
        ['tsv', '.cells.tsv'],
        ['geojson', '.cells.geojson'],
        ['json', '.scores.json'],
        ['html', '.report.html'],
      ],
    ));

  it('refuse a format that there is not, and name those that there are', () =>
    assert.rejects(
      exportResult({ folder: place.folder, format: 'xlsx', file: join(place.root, 'x') }),
      throwsCode('usage', /no export format "xlsx".*csv, tsv, geojson, json, html/),
    ));

  it('refuse a folder that is no result', () => refused(/is no result folder/));

  it('refuse a result without cells', async () => {
    await writeResult(place.folder, { record: { ...RECORD, files: [] } });
    await refused(/no cells to export/);
  });

  it('refuse cells that lie outside their image, and damaged ones', async () => {
    const [cell] = cellsOf(ROWS);
    await writeResult(place.folder, { cells: [{ ...cell!, centroid: [50, 2] }] });
    await refused(/Cell 0 does not lie inside/);
    await writeResult(place.folder, { cells: [{ ...cell!, size: 'large' }] });
    await refused(/Cell 0 .*"size"/);
    await writeFile(join(place.folder, 'cells.json'), '{');
    await refused(/cells\.json: cannot be read as JSON/);
    await rm(join(place.folder, 'cells.json'));
    await refused(/cells\.json: is missing/);
  });

  it('refuse scores of other maps', async () => {
    await writeResult(place.folder, { scoring: { Seg9: SCORING } });
    await refused(/has no scores of Seg\b/);
  });

  it('never replace a file of the result itself', async () => {
    await writeResult(place.folder);
    await refused(/is a file of the result itself/, join(place.folder, 'cells.json'));
    await refused(/is a file of the result itself/, join(place.folder, 'result.json'));
  });

  it('leave nothing behind when cancelled, and an older file as it was', async () => {
    await writeResult(place.folder);
    const file = join(place.root, 'x.csv');
    await writeFile(file, 'older');
    let looks = 0;
    // Not at once: cancelled while the file is being written.
    const signal = {
      get aborted() {
        return ++looks > 2;
      },
    };
    await assert.rejects(
      exportResult({ folder: place.folder, format: 'csv', file }, { signal }),
      throwsCode('cancelled', /Cancelled/),
    );
    assert.equal(await readFile(file, 'utf8'), 'older');
    assert.deepEqual((await readdir(place.root)).sort(), ['tile', 'x.csv']);
  });
});
