// Colours of plots: one for each state of a trial, and a scale from bad to good that people with any colour vision can
// read (viridis: Smith and van der Walt 2015), turned so that good trials stand out from the background.

import type { ChartTheme } from '../../charts/chartColours.js';
import type { TrialState } from '../selection.js';

const VIRIDIS = [
  [68, 1, 84],
  [72, 40, 120],
  [62, 74, 137],
  [49, 104, 142],
  [38, 130, 142],
  [31, 158, 137],
  [53, 183, 121],
  [109, 205, 89],
  [180, 222, 44],
  [253, 231, 37],
] as const;

/** Colour of a share of goodness, 0 worst … 1 best: bright on dark, dark on light. */
export function goodnessColour(theme: Pick<ChartTheme, 'dark'>, goodness: number): string {
  // The paler end would vanish on white, the darker one on black.
  const place = theme.dark ? 0.15 + 0.85 * goodness : 0.9 * (1 - goodness);
  const at = Math.min(Math.max(place, 0), 1) * (VIRIDIS.length - 1);
  const from = Math.min(Math.floor(at), VIRIDIS.length - 2);
  const mixed = VIRIDIS[from]!.map((value, i) =>
    Math.round(value + (at - from) * (VIRIDIS[from + 1]![i]! - value)),
  );
  return `rgb(${mixed.join()})`;
}

export function stateColour(theme: ChartTheme, state: TrialState): string {
  switch (state) {
    case 'complete':
      return theme.colour(0);
    case 'pruned':
      return theme.colour(1);
    case 'running':
      return theme.colour(2);
    case 'failed':
      return theme.colour(3);
    case 'waiting':
      return theme.colour(8);
  }
}

/** Trials that are not selected: still there, hardly seen. */
export function faded(theme: Pick<ChartTheme, 'dark'>): string {
  return theme.dark ? 'rgba(160,160,160,0.16)' : 'rgba(90,90,90,0.14)';
}

/** Place of every value between the worst and the best, 0 … 1, by rank, so that one outlier does not swallow the scale. */
export function goodnessByRank(values: ArrayLike<number>, sign: 1 | -1): Float64Array {
  const order: number[] = [];
  for (let i = 0; i < values.length; i++) if (!Number.isNaN(values[i]!)) order.push(i);
  order.sort((a, b) => sign * (values[b]! - values[a]!));
  const goodness = new Float64Array(values.length).fill(NaN);
  order.forEach((i, rank) => (goodness[i] = order.length > 1 ? rank / (order.length - 1) : 1));
  return goodness;
}
