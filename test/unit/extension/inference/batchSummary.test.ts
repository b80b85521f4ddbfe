// The table of images that were analysed together.

import assert from 'node:assert/strict';
import {
  batchCsv,
  batchInWords,
  batchMarkdown,
  type Outcome,
} from '../../../../extension/inference/batchSummary.js';

const done = (name: string, num_pos: number, num_total: number, maps = ['Seg']): Outcome => ({
  image: { path: `/in/${name}.png`, name },
  analysis: {
    folder: `/out/${name}`,
    name,
    scoring: Object.fromEntries(
      maps.map((map) => [
        map,
        {
          num_total,
          num_pos,
          num_neg: num_total - num_pos,
          percent_pos: (100 * num_pos) / num_total,
          seg_thresh: 120,
          size_thresh: 48,
          size_thresh_upper: null,
          marker_thresh: null,
        },
      ]),
    ),
    notices: [],
    scale: { basis: 'assumed', modelMpp: 0.25, tilePx: 512 },
    backend: { id: 'onnx', description: '', reason: '' },
  },
});
const failed = (name: string, problem: string): Outcome => ({
  image: { path: `/in/${name}`, name },
  problem,
});
const batchOf = (...outcomes: Outcome[]) => ({
  outcomes,
  chosen: outcomes.length,
  folder: '/out',
  when: 'today',
});

describe('a table of several images', () => {
  it('says in words what became of them', () => {
    const outcomes = [done('a', 1, 4), failed('b', 'no image')];
    assert.equal(batchInWords({ outcomes, chosen: 3 }), '1 of 3 images analysed, 1 failed, 1 left out');
    assert.equal(batchInWords({ outcomes: [done('a', 1, 4)], chosen: 1 }), '1 of 1 images analysed');
  });

  it('has the highest share of positive cells first and what failed last', () => {
    const csv = batchCsv(batchOf(failed('bad', 'no image'), done('low', 1, 4), done('high', 3, 4)));
    assert.deepEqual(
      csv
        .trimEnd()
        .split('\r\n')
        .map((line) => line.split(',')[0]),
      ['image', '/in/high.png', '/in/low.png', '/in/bad'],
    );
  });

  it('says in both forms that a demo model made it', () => {
    const demo = done('a', 1, 4) as Extract<Outcome, { readonly analysis: unknown }>;
    const batch = batchOf({ ...demo, analysis: { ...demo.analysis, demo: true } });
    assert.ok(batchMarkdown(batch).includes('**demo model: not for results**'));
    assert.match(batchCsv(batch), /,demo_model,folder,[^]*,yes,/);
    assert.match(batchCsv(batchOf(demo)), /,no,/);
  });

  it('links to results relative to itself', () => {
    const text = batchMarkdown(batchOf(done('a (1)', 1, 4)));
    assert.ok(text.includes('](a%20%281%29/SegOverlaid.png) | 25.0 | 4 | 1 | 3 | 48 |'), text);
  });

  it('names every magnification with the number of its images', () => {
    const text = batchMarkdown(batchOf(done('a', 1, 4), done('b', 1, 4)));
    assert.match(text, /## Magnification\n\n- magnification unknown: taken as .* 40x.*: 2 of the images\n/);
  });

  it('has a row for each segmentation map', () => {
    const text = batchMarkdown(batchOf(done('a', 1, 4, ['Seg1', 'Seg2'])));
    assert.ok(
      text.includes('| Image | Map |') && text.includes('| Seg1 |') && text.includes('| Seg2 |'),
      text,
    );
  });

  it('shows names and messages as text, whatever they hold', () => {
    const text = batchMarkdown(batchOf(failed('<b>|[x](y)', 'line\nbreak | `code`')));
    assert.ok(!text.includes('<b>') && !text.includes('[x](y)') && !text.includes('line\nbreak'), text);
  });

  it('quotes what would break a CSV', () => {
    const csv = batchCsv(batchOf(failed('a', 'it said "no", twice')));
    assert.ok(csv.endsWith(',"it said ""no"", twice",,,\r\n'), csv);
  });
});
