import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportResult } from '../../../engine/exports/exportResult.js';
import { tsvField } from '../../../engine/exports/tsv.js';
import { exported, exportFolder, MADE_POSITIVE, parseCsv } from './exportFolder.js';
import { RECORD, SCALE_WORDS, SCALED, writeResult } from './storedResult.js';

describe('exported tables', () => {
  const place = exportFolder();

  it('have a row per cell with its measurements', async () => {
    await writeResult(place.folder);
    const rows = parseCsv(await exported(place, 'csv'));
    assert.deepEqual(
      rows.map((row) => [row.cell, row.class, row.area_px, row.centroid_x_px, row.centroid_y_px]),
      [
        ['0', 'positive', '9', '2', '2'],
        ['1', 'negative', '7', '8', '2'],
        ['2', 'not counted', '1', '2', '5'],
      ],
    );
    const { bbox_x_px, bbox_y_px, bbox_width_px, bbox_height_px, marker_max, od_mean } = rows[1]!;
    assert.deepEqual(
      [bbox_x_px, bbox_y_px, bbox_width_px, bbox_height_px, marker_max, od_mean],
      ['7', '1', '3', '3', '200', '0.7'],
    );
    // A square of 3 × 3 pixels: eight straight steps from pixel to pixel.
    assert.equal(rows[0]!.perimeter_px, '8');
  });

  it('have micrometres when the size of a pixel is known', async () => {
    await writeResult(place.folder);
    assert.ok(!('area_um2' in parseCsv(await exported(place, 'csv'))[0]!));
    const [square] = parseCsv(await exported(place, 'csv', 0.5));
    assert.deepEqual([square!.area_um2, square!.centroid_x_um], ['2.25', '1.25']);
    await writeResult(place.folder, { record: { ...RECORD, image: { ...RECORD.image, mpp: 2 } } });
    assert.equal(parseCsv(await exported(place, 'csv'))[0]!.area_um2, '36');
  });

  it('begin with a byte order mark on request, the data dictionary too', async () => {
    await writeResult(place.folder);
    const file = join(place.folder, 'out.csv');
    const { files } = await exportResult({ folder: place.folder, format: 'csv', file, bom: true });
    for (const written of files) assert.equal((await readFile(written, 'utf8'))[0], '\ufeff', written);
  });

  it('apply corrections and mark them', async () => {
    await writeResult(place.folder, { corrections: [MADE_POSITIVE] });
    const rows = parseCsv(await exported(place, 'csv'));
    assert.deepEqual(
      rows.map((row) => [row.class, row.corrected]),
      [
        ['positive', 'no'],
        ['positive', 'yes'],
        ['not counted', 'no'],
      ],
    );
  });

  it('say by which magnification the cells were found, beside them', async () => {
    await writeResult(place.folder, { record: SCALED });
    await exported(place, 'csv');
    const columns = await readFile(join(place.root, 'out', 'cells.columns.csv'), 'utf8');
    assert.ok(columns.includes(SCALE_WORDS), columns);
  });

  it('say in every row if a demo model found the cell', async () => {
    const model = { id: 'tiny', title: 'Tiny', manifestSha256: '' };
    for (const [demo, said] of [
      [{ demo: true }, 'yes'],
      [{}, 'no'],
    ] as const) {
      await writeResult(place.folder, { record: { ...RECORD, model: { ...model, ...demo } } });
      const rows = parseCsv(await exported(place, 'csv'));
      assert.deepEqual(new Set(rows.map((row) => row.demo_model)), new Set([said]));
    }
  });

  it('explain each column in a file beside them', async () => {
    await writeResult(place.folder);
    for (const format of ['csv', 'tsv'] as const) {
      const file = join(place.root, `t.${format}`);
      const { files, cells } = await exportResult({ folder: place.folder, format, file, mpp: 1 });
      assert.deepEqual(files, [file, join(place.root, `t.columns.${format}`)]);
      assert.equal(cells, 3);
      const separator = format === 'csv' ? ',' : '\t';
      const [head] = (await readFile(file, 'utf8')).trim().split(/\r?\n/);
      const [, ...explained] = (await readFile(files[1]!, 'utf8')).trim().split(/\r?\n/);
      assert.deepEqual(
        explained.map((line) => line.split(separator)[0]),
        head!.split(separator),
      );
    }
  });
});

describe('a field of a table with tabs', () => {
  it('has spaces for what separates', () => assert.equal(tsvField('a\tb\nc'), 'a b c'));

  for (const formula of ['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '＝1'])
    it(`is no formula: ${JSON.stringify(formula)}`, () => assert.match(tsvField(formula), /^'/));

  it('leaves numbers alone', () => assert.equal(tsvField(-1.5), '-1.5'));
});
