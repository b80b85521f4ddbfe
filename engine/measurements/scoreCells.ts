// Scores the cells of one segmentation map with every row of the table.

import type { Scoring } from '../protocol/scoring.js';
import './builtInScorers.js';
import type { IntensityCounts } from './hScore.js';
import { scorers, type Score, type Scorer } from './scorers.js';

export interface GivenScore {
  readonly scorer: Scorer;
  readonly score: Score;
}

export function classScores(scoring: Scoring): readonly GivenScore[] {
  return scorers
    .rows()
    .flatMap((scorer) => (scorer.needs === 'classes' ? [{ scorer, score: scorer.score(scoring) }] : []));
}

export function gradeScores(counts: IntensityCounts): readonly GivenScore[] {
  return scorers
    .rows()
    .flatMap((scorer) => (scorer.needs === 'grades' ? [{ scorer, score: scorer.score(counts) }] : []));
}

/** Values by the ids of their scorers, as scores.json holds them. */
export function scoreValues(scores: readonly GivenScore[]): Readonly<Record<string, Score['value']>> {
  return Object.fromEntries(scores.map(({ scorer, score }) => [scorer.id, score.value]));
}
