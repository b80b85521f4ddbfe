// Table of the images of an evaluation.

import assert from 'node:assert/strict';
import { METRICS } from '../../../../engine/evaluation/metrics.js';
import { imageTable } from '../../../../webview/evaluation/imageTable.js';

describe('the table of images', () => {
  const set = { models: [], failures: [], unpredicted: [], untrue: [], summary: {}, pooled: {} };
  const image = (name: string, scores: Readonly<Record<string, number>>) => ({
    ...{ name, kind: 'masks' as const, scores },
  });
  const table = imageTable({
    ...set,
    schemaVersion: 1,
    settings: { prediction: '/p', truth: '/t', radiusPx: 10 },
    metrics: METRICS,
    images: [image('a', { percentError: 4, 'dice.mean': 0.8 }), image('b', { percentError: 1 })],
  });

  it('begins with the metric by which the images rank, the worst first', () => {
    assert.deepEqual(
      table.columns.map(({ name }) => name),
      ['Error of the percentage', 'Dice, mean'],
    );
    assert.deepEqual(table.sortedBy, { column: 0, descending: true });
  });

  it('has the definition of each metric as a tooltip, and no value where there is none', () => {
    assert.match(table.columns[1]!.hint!, /^Dice, mean of both classes: 2 TP/);
    assert.deepEqual(table.rows[1], { name: 'b', values: [1, null] });
  });
});
