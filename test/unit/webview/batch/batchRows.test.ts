// Rows and totals of the page of a batch.

import assert from 'node:assert/strict';
import type { ShownImage } from '../../../../webview/messages/batch.js';
import { batchRows, countsOf, durationText, totalsOf } from '../../../../webview/batch/batchRows.js';

const scores = (num_pos: number, num_total: number) => ({
  ...{ num_total, num_pos, num_neg: num_total - num_pos, percent_pos: (100 * num_pos) / (num_total || 1) },
  ...{ seg_thresh: 120, size_thresh: 0, size_thresh_upper: null, marker_thresh: null },
});
const image = (state: ShownImage['state'], ...maps: ShownImage['maps']): ShownImage => ({
  ...{ name: 'a', path: '/a.png', state, maps, notices: [] },
});
const done = (num_pos: number, num_total: number) =>
  image('done', { map: 'Seg', scoring: scores(num_pos, num_total) });

describe('the page of a batch', () => {
  it('sums the cells, and pools, averages and halves the percentages', () =>
    assert.deepEqual(totalsOf(batchRows([done(10, 100), done(10, 20), done(9, 10), image('failed')])), [
      { map: 'Seg', images: 3, cells: 130, positive: 29, pooled: 2900 / 130, mean: 50, median: 50 },
    ]));

  it('leaves images without cells out of mean and median', () => {
    const [totals] = totalsOf(batchRows([done(0, 0), done(1, 4), done(3, 4)]));
    assert.deepEqual([totals!.images, totals!.mean, totals!.median], [3, 50, 50]);
  });

  it('has a row for each map, and one for an image without scores', () => {
    const both = image('done', ...['Seg1', 'Seg2'].map((map) => ({ map, scoring: scores(1, 2) })));
    assert.deepEqual(
      batchRows([both, image('failed')]).map(({ image: at, map }) => [at, map]),
      [[0, 'Seg1'], [0, 'Seg2'], [1, undefined]], // prettier-ignore
    );
  });

  it('knows which images can be analysed again', () => {
    const counts = countsOf([done(1, 2), image('failed'), image('waiting'), image('gone')]);
    assert.deepEqual(counts, { done: 1, failed: [1, 3], waiting: [2] });
  });

  it('writes durations as people say them', () =>
    assert.deepEqual([4.21, 200].map(durationText), ['4.2 s', '3 min 20 s']));
});
