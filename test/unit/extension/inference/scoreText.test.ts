// Scores in one line.

import assert from 'node:assert/strict';
import type { Scoring } from '../../../../engine/protocol/scoring.js';
import { scoreText } from '../../../../extension/inference/scoreText.js';

describe('scores in one line', () => {
  const scoring = { num_total: 37, num_pos: 12, percent_pos: 32.4 } as Scoring;

  it('count cells and positive cells', () =>
    assert.equal(scoreText('tile', { Seg: scoring }), 'tile: 37 cells, 12 positive (32.4 %)'));

  it('name the maps where a model has several', () =>
    assert.equal(
      scoreText('tile', { Seg1: scoring, Seg2: scoring }),
      'tile: Seg1 37 cells, 12 positive (32.4 %); Seg2 37 cells, 12 positive (32.4 %)',
    ));

  it('say so where a model segments nothing', () =>
    assert.match(scoreText('tile', {}), /^tile: .*no segmentation/));
});
