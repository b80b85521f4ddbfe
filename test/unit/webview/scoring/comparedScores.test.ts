import assert from 'node:assert/strict';
import type { Pane } from '../../../../webview/messages/viewer.js';
import { comparedScores } from '../../../../webview/scoring/comparedScores.js';
import { PANE, segmentationMap } from './openedMap.js';

const scoring = { ...segmentationMap().scoring, num_total: 200, num_pos: 60, num_neg: 140, percent_pos: 30 };
const first: Pane = { ...PANE, title: 'a', maps: [segmentationMap({ scoring })] };
const second: Pane = {
  ...PANE,
  id: '/other',
  title: 'b',
  model: { title: 'DeepLIIF', isDemo: false },
  scale: { basis: 'file', mpp: 0.5, tilePx: 256 },
  maps: [
    segmentationMap({
      thresholds: { resolution: '20x', markerThreshold: 30 },
      scoring: { ...scoring, num_pos: 51, num_neg: 149, percent_pos: 25.5, marker_thresh: 30 },
    }),
  ],
};

describe('compared scores', () => {
  const [a, b] = comparedScores([first, second], () => undefined);

  it('are one row for each result, with the difference to the first in percentage points', () => {
    assert.deepEqual([a!.title, b!.title], ['a', 'b']);
    assert.deepEqual([a!.difference, b!.difference], ['', '−4.5']);
    assert.match(b!.interval, /^\d+\.\d – \d+\.\d %$/);
  });

  it('say by which model, thresholds and magnification they were made', () => {
    assert.deepEqual([a!.model, b!.model], ['made elsewhere', 'DeepLIIF']);
    assert.deepEqual([a!.magnification, b!.magnification], ['40x', '20x · 256 px tiles']);
    assert.equal(b!.thresholds, 'segmentation 120 · size > 5 px · marker > 30');
  });

  it('contain the classes that a person has set, and say so', () => {
    const correctedScoring = { ...scoring, num_pos: 61, num_neg: 139, percent_pos: 30.5 };
    const corrections = [{ map: 'Seg', x: 1, y: 1, positive: true, at: '2026-01-01T00:00:00Z' }];
    const maps = [segmentationMap({ scoring, correctedScoring, corrections })];
    const [row, other] = comparedScores([{ ...first, maps }, second], () => undefined);
    assert.deepEqual([row!.scoring, row!.isCorrected, other!.difference], [correctedScoring, true, '−5.0']);
  });
});
