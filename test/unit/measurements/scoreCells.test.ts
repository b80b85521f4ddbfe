import assert from 'node:assert/strict';
import { classScores, gradeScores, scoreValues } from '../../../engine/measurements/scoreCells.js';
import type { Scoring } from '../../../engine/protocol/scoring.js';

const THRESHOLDS = { seg_thresh: 120, size_thresh: 4, size_thresh_upper: null, marker_thresh: null };

describe('scores of cells', () => {
  const counted = (num_pos: number, num_neg: number): Scoring => ({
    num_total: num_pos + num_neg,
    num_pos,
    num_neg,
    percent_pos: num_pos === 0 ? 0 : (100 * num_pos) / (num_pos + num_neg),
    ...THRESHOLDS,
  });

  it('by class: the percentage of positive cells with its interval', () => {
    const [{ score }] = classScores(counted(1, 1)) as [ReturnType<typeof classScores>[number]];
    assert.equal(score.shown, '50.0 %');
    assert.match(score.note!, /^positive \(95 % interval \d/);
  });

  it('by class, without cells: nothing', () => {
    const scores = classScores(counted(0, 0));
    assert.deepEqual(scoreValues(scores), { percentInterval: null });
    assert.deepEqual([scores[0]!.score.shown, scores[0]!.score.note], ['–', 'no cells']);
  });

  it('by grade: H-score and Allred score', () => {
    // 100 · (1 · 1 + 2 · 1 + 3 · 1) / 4; three quarters are positive, of mean grade 2.
    const scores = gradeScores({ negative: 1, positive: 0, weak: 1, moderate: 1, strong: 1 });
    assert.deepEqual(scoreValues(scores), {
      hScore: 150,
      allred: { proportion: 5, intensity: 2, total: 7 },
    });
    assert.deepEqual(
      scores.map(({ score }) => score.shown),
      ['150.0', '5 + 2 = 7'],
    );
  });
});
