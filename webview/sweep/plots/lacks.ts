// Reasons why a plot shows nothing, in sentences for people.

import { t } from '../../ui/l10n.js';
import type { Columns } from '../trialColumns.js';

/** Number of trials that count: complete, with all values, within the constraints. */
export function countOf({ counts }: Pick<Columns, 'counts'>): number {
  return counts.reduce((sum, one) => sum + one, 0);
}

export function noneComplete(columns: Columns): string | undefined {
  return countOf(columns) > 0 ? undefined : t('No trial is complete yet.');
}

/** @param count of complete trials that the plot needs */
export function fewerThan(columns: Columns, count: number): string | undefined {
  const found = countOf(columns);
  return found >= count ? undefined : t('It needs {0} complete trials; there are {1}.', count, found);
}

export function noParameters({ parameters }: Columns): string | undefined {
  return parameters.length > 0 ? undefined : t('The trials have no parameters.');
}
