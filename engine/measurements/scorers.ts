// The table of scorers: numbers that sum up the cells of one segmentation map. scores.json and the report hold one entry
// for each row.

import type { Scoring } from '../protocol/scoring.js';
import { openTable, type Row } from '../tables/openTable.js';
import type { IntensityCounts } from './hScore.js';

export interface Score {
  /** Entry of scores.json; null without cells. */
  readonly value: number | Readonly<Record<string, number>> | null;
  /** Number for people: "63.5 %". */
  readonly shown: string;
  /** Words that follow the number; default the scorer's title. */
  readonly note?: string;
}

/** `id` is the key in scores.json: "hScore". */
interface ScorerOf<Need extends string, Cells> extends Row {
  readonly needs: Need;
  /** Sentences for the report: how the score is to be understood. */
  readonly explanation?: string;
  score(cells: Cells): Score;
}

/** Scores the classes of cells. */
export type ClassScorer = ScorerOf<'classes', Scoring>;

/** Scores grades of staining; asked once for each intensity that cells have: optical density, marker. */
export type GradeScorer = ScorerOf<'grades', IntensityCounts>;

export type Scorer = ClassScorer | GradeScorer;

export const scorers = openTable<Scorer>('scorer');
