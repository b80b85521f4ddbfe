// Scorer: the Allred score.

import { allred } from './allred.js';
import type { GradeScorer } from './scorers.js';

export const allredScorer: GradeScorer = {
  id: 'allred',
  title: 'Allred score',
  needs: 'grades',
  score(counts) {
    const { proportion, intensity, total } = allred(counts);
    return { value: { proportion, intensity, total }, shown: `${proportion} + ${intensity} = ${total}` };
  },
};
