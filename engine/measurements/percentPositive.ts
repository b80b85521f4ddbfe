// Scorer: the percentage of positive cells with its interval.

import { percentText } from '../protocol/scoring.js';
import { percentInterval } from './percentInterval.js';
import type { ClassScorer } from './scorers.js';

const CONFIDENCE = 0.95;

export const percentPositive: ClassScorer = {
  id: 'percentInterval',
  title: 'Positive cells',
  needs: 'classes',
  explanation:
    'The interval is that of a bootstrap over cells: it is the uncertainty of the percentage for this many independent ' +
    'cells, and says nothing about other fields or sections.',
  score(scoring) {
    const { num_pos, num_total } = scoring;
    const interval = percentInterval(num_pos, num_total, { confidence: CONFIDENCE });
    if (!interval) return { value: null, shown: '–', note: 'no cells' };
    const [low, high] = [interval.low.toFixed(1), interval.high.toFixed(1)];
    return {
      value: { ...interval, confidence: CONFIDENCE },
      shown: `${percentText(scoring)} %`,
      note: `positive (${100 * CONFIDENCE} % interval ${low} to ${high} %)`,
    };
  },
};
