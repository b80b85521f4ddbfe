// Table of pruners that a sweep can name.

import type { AwaitedPruner } from '../sweep/pruner.js';
import { openTable, type Row } from '../tables/openTable.js';
import type { Given, PRUNER_OPTIONS } from './searchOptions.js';

export type PrunerOptions = Given<typeof PRUNER_OPTIONS>;

export interface PrunerRow extends Row {
  readonly open: (options: PrunerOptions) => AwaitedPruner;
}

export const pruners = openTable<PrunerRow>('pruner');
