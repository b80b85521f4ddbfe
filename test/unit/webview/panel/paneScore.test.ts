import assert from 'node:assert/strict';
import { scoreWords } from '../../../../webview/panel/paneScore.js';

const scoring = {
  ...{ num_total: 338, num_pos: 92, num_neg: 246, percent_pos: 27.2 },
  ...{ seg_thresh: 120, size_thresh: 48, size_thresh_upper: null, marker_thresh: null },
};

describe('the score of a pane in words', () => {
  it('has the percentage first, then the counts and the interval', () => {
    const { percent, counts } = scoreWords(scoring);
    assert.equal(percent, '27.2 % positive');
    assert.match(counts, /^92 of 338 cells, 95 % CI 2\d\.\d–3\d\.\d$/);
  });

  it('says that there are no cells instead of a percentage of none', () =>
    assert.deepEqual(scoreWords({ ...scoring, num_total: 0, num_pos: 0, num_neg: 0, percent_pos: 0 }), {
      percent: 'No cells',
      counts: '',
    }));
});
