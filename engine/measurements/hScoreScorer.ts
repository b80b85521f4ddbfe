// Scorer: the H-score.

import { hScore } from './hScore.js';
import type { GradeScorer } from './scorers.js';

export const hScoreScorer: GradeScorer = {
  id: 'hScore',
  title: 'H-score',
  needs: 'grades',
  score(counts) {
    const score = hScore(counts);
    return Number.isNaN(score) ? { value: null, shown: '–' } : { value: score, shown: score.toFixed(1) };
  },
};
