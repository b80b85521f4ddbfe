// Exports of a drawn result: what is in each file, and what is refused.

import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exportResult } from '../../../engine/exports/exportResult.js';
import type { ScoresFile } from '../../../engine/exports/scores.js';
import { EngineError, type EngineErrorCode } from '../../../engine/protocol/errors.js';
import type { ExportFormat } from '../../../engine/protocol/requests.js';
import type { Correction } from '../../../engine/protocol/correction.js';
import { cellsOf, RECORD, ROWS, SCORING, SHA256, writeResult } from './storedResult.js';

const MADE_POSITIVE: Correction = {
  map: 'Seg',
  x: 8,
  y: 2,
  positive: true,
  at: '2026-01-02T00:00:00Z',
};

let root: string;
let folder: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'deepliif-exports-'));
  folder = join(root, 'tile');
});
afterEach(() => rm(root, { recursive: true, force: true }));

async function exported(format: ExportFormat, mpp?: number): Promise<string> {
  const file = join(root, 'out', `cells.${format}`);
  await exportResult({ folder, format, file, ...(mpp === undefined ? {} : { mpp }) });
  return readFile(file, 'utf8');
}

/** RFC 4180 read back, written here from its grammar. */
function parseCsv(text: string): Record<string, string>[] {
  const [head, ...rows] = [...text.matchAll(/((?:"(?:[^"]|"")*"|[^",\r\n]*)(?:,|(?=\r\n)))*\r\n/g)].map(
    ([line]) =>
      [...line.slice(0, -2).matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"|([^",]*))/g)].map(
        ([, quoted, plain]) => quoted?.replaceAll('""', '"') ?? plain!,
      ),
  );
  return rows.map((row) => Object.fromEntries(head!.map((name, i) => [name, row[i]!])));
}

const throwsCode = (code: EngineErrorCode, words: RegExp) => (error: unknown) =>
  error instanceof EngineError && error.code === code && words.test(error.message);

describe('exported tables', () => {
  it('have a row per cell with its measurements', async () => {
    await writeResult(folder);
    const rows = parseCsv(await exported('csv'));
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
    // A square of 3 × 3 pixels: eight straight steps from pixel to pixel, plus π.
    assert.equal(rows[0]!.perimeter_px, (8 + Math.PI).toFixed(4));
  });

  it('have micrometres when the size of a pixel is known', async () => {
    await writeResult(folder);
    assert.ok(!('area_um2' in parseCsv(await exported('csv'))[0]!));
    const [square] = parseCsv(await exported('csv', 0.5));
    assert.deepEqual([square!.area_um2, square!.centroid_x_um], ['2.25', '1.25']);
    await writeResult(folder, { record: { ...RECORD, image: { ...RECORD.image, mpp: 2 } } });
    assert.equal(parseCsv(await exported('csv'))[0]!.area_um2, '36');
  });

  it('apply corrections and mark them', async () => {
    await writeResult(folder, { corrections: [MADE_POSITIVE] });
    const rows = parseCsv(await exported('csv'));
    assert.deepEqual(
      rows.map((row) => [row.class, row.corrected]),
      [
        ['positive', 'no'],
        ['positive', 'yes'],
        ['not counted', 'no'],
      ],
    );
  });

  it('explain each column in a file beside them', async () => {
    await writeResult(folder);
    for (const format of ['csv', 'tsv'] as const) {
      const file = join(root, `t.${format}`);
      const { files, cells } = await exportResult({ folder, format, file, mpp: 1 });
      assert.deepEqual(files, [file, join(root, `t.columns.${format}`)]);
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

describe('exported GeoJSON', () => {
  interface Feature {
    readonly type: string;
    readonly id: string;
    readonly geometry: { readonly type: string; readonly coordinates: readonly (readonly number[][])[] };
    readonly properties: {
      readonly objectType: string;
      readonly isLocked: boolean;
      readonly classification: { readonly name: string; readonly color: readonly number[] };
      readonly measurements: Readonly<Record<string, unknown>>;
      readonly metadata?: Readonly<Record<string, string>>;
    };
  }
  const features = async (mpp?: number) =>
    (JSON.parse(await exported('geojson', mpp)) as { readonly features: readonly Feature[] }).features;

  /** Pixels of a ring by the even-odd rule at their centres: the way back. */
  function pixelsIn(ring: readonly number[][]): string[] {
    const inside = (x: number, y: number) =>
      ring.slice(1).reduce((odd, [bx, by], i) => {
        const [ax, ay] = ring[i]!;
        const crosses = ay! > y !== by! > y && x < ax! + ((y - ay!) * (bx! - ax!)) / (by! - ay!);
        return crosses ? !odd : odd;
      }, false);
    return ROWS.flatMap((row, y) =>
      [...row].flatMap((_, x) => (inside(x + 0.5, y + 0.5) ? [`${x},${y}`] : [])),
    );
  }

  it('gives back the same cells and classes', async () => {
    await writeResult(folder);
    const read = await features();
    const drawn = (letter: string, fromX: number, toX: number) =>
      ROWS.slice(0, 4).flatMap((row, y) =>
        [...row].flatMap((l, x) => (l === letter && x >= fromX && x < toX ? [`${x},${y}`] : [])),
      );
    assert.deepEqual(
      read.map((feature) => [
        feature.properties.classification.name,
        pixelsIn(feature.geometry.coordinates[0]!),
      ]),
      [
        ['Positive', drawn('P', 0, 6)],
        ['Negative', drawn('N', 6, 12)],
      ],
    );
  });

  it('keeps to what QuPath reads', async () => {
    await writeResult(folder, { corrections: [MADE_POSITIVE] });
    const text = await exported('geojson', 0.5);
    assert.equal((JSON.parse(text) as { readonly type: string }).type, 'FeatureCollection');
    for (const { type, id, geometry, properties } of await features(0.5)) {
      assert.deepEqual([type, geometry.type, properties.objectType], ['Feature', 'Polygon', 'detection']);
      assert.match(id, /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
      const [ring] = geometry.coordinates;
      assert.ok(ring!.length >= 4);
      assert.doesNotMatch(JSON.stringify(ring), /\.\d{3}/, 'coordinates have two decimals at most');
      assert.deepEqual(ring!.at(-1), ring![0]);
      assert.equal(properties.classification.color.length, 3);
      for (const value of Object.values(properties.measurements)) assert.equal(typeof value, 'number');
    }
    const [square, corrected] = await features(0.5);
    assert.equal(square!.properties.measurements['Nucleus: Area µm^2'], 2.25);
    assert.equal(corrected!.properties.classification.name, 'Positive');
    assert.deepEqual(corrected!.properties.metadata, { corrected: 'true' });
  });

  it('names a cell the same each time, and as the table does', async () => {
    await writeResult(folder);
    const first = await exported('geojson');
    assert.equal(await exported('geojson'), first);
    const ids = (await features()).map(({ id }) => id);
    const rows = parseCsv(await exported('csv'));
    assert.deepEqual(ids, [rows[0]!.id, rows[1]!.id]);
  });

  it('is valid without cells', async () => {
    await writeResult(folder, { cells: [], scoring: { ...SCORING, num_total: 0, num_pos: 0, num_neg: 0 } });
    assert.deepEqual(await features(), []);
  });

  it('says of which map a cell is when there are several', async () => {
    const record = {
      ...RECORD,
      files: [
        { name: 'cells-Seg1', file: 'cells.json', role: 'cells' as const },
        { name: 'cells-Seg2', file: 'cells.json', role: 'cells' as const },
        RECORD.files[1]!,
      ],
    };
    await writeResult(folder, { record, scoring: { Seg1: SCORING, Seg2: SCORING } });
    const read = await features();
    assert.equal(read.length, 4);
    assert.deepEqual(read[0]!.properties.classification, { names: ['Seg1', 'Positive'], color: [255, 0, 0] });
    assert.equal(new Set(read.map(({ id }) => id)).size, 4);
  });
});

describe('exported scores', () => {
  it('hold scores, interval, thresholds, corrections and checksums', async () => {
    await writeResult(folder, { corrections: [MADE_POSITIVE] });
    const scores = JSON.parse(await exported('json')) as ScoresFile;
    assert.equal(scores.image.sha256, SHA256);
    const seg = scores.maps.Seg!;
    assert.deepEqual([seg.scoring.num_pos, seg.scoring.percent_pos], [2, 100]);
    assert.deepEqual(seg.corrections.scoringWithout, SCORING);
    assert.equal(seg.corrections.cells, 1);
    assert.deepEqual(seg.thresholds.used, { segThreshold: 120, sizeThreshold: 4 });
    assert.equal(seg.percentInterval!.high, 100);
    // Optical density 0.70 of both cells is 2+, marker 200 is 3+.
    assert.equal(seg.intensity.od!.hScore, 200);
    assert.equal(seg.intensity.marker!.hScore, 300);
    assert.deepEqual(seg.intensity.marker!.allred, { proportion: 5, intensity: 3, total: 8 });
  });

  it('are graded by the cut-offs that a user has set, of the map that they were set for', async () => {
    await writeResult(folder, { corrections: [MADE_POSITIVE] });
    const file = join(root, 'scores.json');
    const cutoffs = { Seg: { od: { weak: 70, moderate: 71, strong: 90 } }, Seg2: {} };
    await exportResult({ folder, format: 'json', file, cutoffs });
    const { intensity } = (JSON.parse(await readFile(file, 'utf8')) as ScoresFile).maps.Seg!;
    // 100 · (2 · 1) / 2: optical density 0.70 of both cells just reaches 1+.
    assert.deepEqual([intensity.od!.cutoffs, intensity.od!.hScore], [cutoffs.Seg.od, 100]);
    assert.equal(intensity.marker!.hScore, 300);
    const report = join(root, 'report.html');
    await exportResult({ folder, format: 'html', file: report, cutoffs });
    assert.match(
      await readFile(report, 'utf8'),
      /0\.7, 0\.71, 0\.9[^]*Cut-offs are those that were set by hand/,
    );
  });

  it('refuse cut-offs that do not ascend, and name them', async () => {
    await writeResult(folder);
    const cutoffs = { Seg: { marker: { weak: 9, moderate: 5, strong: 7 } } };
    await assert.rejects(
      exportResult({ folder, format: 'json', file: join(root, 'x.json'), cutoffs }),
      throwsCode('usage', /Seg, marker \(9, 5, 7\) must ascend/),
    );
  });

  it('say null where there is no number', async () => {
    await writeResult(folder, { cells: [], scoring: { ...SCORING, num_total: 0, num_pos: 0, num_neg: 0 } });
    const { percentInterval, intensity } = (JSON.parse(await exported('json')) as ScoresFile).maps.Seg!;
    assert.deepEqual([percentInterval, intensity], [null, {}]);
  });
});

describe('exports', () => {
  const refused = (words: RegExp, file = join(root, 'x.csv')) =>
    assert.rejects(exportResult({ folder, format: 'csv', file }), throwsCode('usage', words));

  it('refuse a folder that is no result', () => refused(/is no result folder/));

  it('refuse a result without cells', async () => {
    await writeResult(folder, { record: { ...RECORD, files: [] } });
    await refused(/no cells to export/);
  });

  it('refuse cells that lie outside their image, and damaged ones', async () => {
    const [cell] = cellsOf(ROWS);
    await writeResult(folder, { cells: [{ ...cell!, centroid: [50, 2] }] });
    await refused(/Cell 0 does not lie inside/);
    await writeResult(folder, { cells: [{ ...cell!, size: 'large' }] });
    await refused(/Cell 0 .*"size"/);
    await writeFile(join(folder, 'cells.json'), '{');
    await refused(/cells\.json: cannot be read as JSON/);
    await rm(join(folder, 'cells.json'));
    await refused(/cells\.json: is missing/);
  });

  it('refuse scores of other maps', async () => {
    await writeResult(folder, { scoring: { Seg9: SCORING } });
    await refused(/has no scores of Seg\b/);
  });

  it('never replace a file of the result itself', async () => {
    await writeResult(folder);
    await refused(/is a file of the result itself/, join(folder, 'cells.json'));
    await refused(/is a file of the result itself/, join(folder, 'result.json'));
  });

  it('leave nothing behind when cancelled, and an older file as it was', async () => {
    await writeResult(folder);
    const file = join(root, 'x.csv');
    await writeFile(file, 'older');
    let looks = 0;
    // Not at once: cancelled while the file is being written.
    const signal = {
      get aborted() {
        return ++looks > 2;
      },
    };
    await assert.rejects(
      exportResult({ folder, format: 'csv', file }, { signal }),
      throwsCode('cancelled', /Cancelled/),
    );
    assert.equal(await readFile(file, 'utf8'), 'older');
    assert.deepEqual((await readdir(root)).sort(), ['tile', 'x.csv']);
  });
});
