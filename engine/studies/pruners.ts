// Table of pruners that a sweep can name.

import type { Pruner } from '../sweep/pruner.js';
import { openTable, type Row } from '../tables/openTable.js';

/** Each pruner takes those that it knows. Steps are epochs. */
export interface PrunerOptions {
  readonly percentile?: number;
  readonly startupTrials?: number;
  readonly warmupSteps?: number;
  readonly intervalSteps?: number;
  readonly leastTrials?: number;
  readonly leastResource?: number;
  readonly mostResource?: number;
  readonly reduction?: number;
  readonly earlyStopping?: number;
  readonly patience?: number;
  readonly leastGain?: number;
  readonly lower?: number;
  readonly upper?: number;
  readonly threshold?: number;
  readonly startupSteps?: number;
}

export interface PrunerRow extends Row {
  readonly open: (options: PrunerOptions) => Pruner;
}

export const pruners = openTable<PrunerRow>('pruner');
