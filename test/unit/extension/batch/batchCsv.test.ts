// The table of a batch as CSV.

import assert from 'node:assert/strict';
import { csvLines } from '../../../../engine/runlog/csvLines.js';
import { batchCsv } from '../../../../extension/batch/batchCsv.js';
import type { BatchRow } from '../../../../extension/batch/batchRows.js';

const entry = (name: string) => ({ image: `${name}.png`, into: '', name, options: {} });
const done = (name: string, num_pos: number, num_total: number, maps = ['Seg']): BatchRow => ({
  entry: { ...entry(name), state: 'done', folder: name },
  image: `/in/${name}.png`,
  folder: `/out/${name}`,
  result: {
    ...{ folder: `/out/${name}`, name, madeAtMs: 0 },
    scoring: Object.fromEntries(
      maps.map((map) => [
        map,
        {
          ...{ num_total, num_pos, num_neg: num_total - num_pos, percent_pos: (100 * num_pos) / num_total },
          ...{ seg_thresh: 120, size_thresh: 48, size_thresh_upper: null, marker_thresh: null },
        },
      ]),
    ),
  },
});
const failed = (name: string, problem: string): BatchRow => ({
  entry: { ...entry(name), state: 'failed', problem },
  image: `/in/${name}`,
});
const linesOf = (...rows: BatchRow[]) => [...csvLines(batchCsv(rows))].map((line) => line.trimEnd());

describe('the table of a batch as CSV', () => {
  it('has the highest share of positive cells first, and images that failed last', () =>
    assert.deepEqual(
      linesOf(failed('bad', 'no image'), done('low', 1, 4), done('high', 3, 4)).map(
        (line) => line.split(',')[0],
      ),
      ['image', '/in/high.png', '/in/low.png', '/in/bad'],
    ));

  it('has a row for each segmentation map', () =>
    assert.deepEqual(
      linesOf(done('a', 1, 4, ['Seg1', 'Seg2'])).map((line) => line.split(',')[1]),
      ['map', 'Seg1', 'Seg2'],
    ));

  it('says why an image failed, whatever the message holds', () => {
    const [, line] = linesOf(failed('a', '=it said "no", twice'));
    assert.ok(line!.endsWith(`,"'=it said ""no"", twice"`), line);
  });
});
