// Rows and totals of a batch: a row for each image and segmentation map. Pure.

import { percentInterval } from '../../engine/measurements/percentInterval.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { ShownImage } from '../messages/batch.js';
import type { CellValue } from '../ui/tableRows.js';

export interface BatchRow {
  /** Index of the image in the batch. */
  readonly image: number;
  readonly shown: ShownImage;
  /** Absent for an image without scores. */
  readonly map?: string;
  readonly scoring?: Scoring;
}

export const COLUMN_IDS = [
  ...(['picture', 'name', 'map', 'percent', 'interval', 'positive', 'negative'] as const),
  ...(['cells', 'magnification', 'seconds', 'again'] as const),
];
export type ColumnId = (typeof COLUMN_IDS)[number];

export function batchRows(images: readonly ShownImage[]): readonly BatchRow[] {
  return images.flatMap((shown, image): readonly BatchRow[] =>
    shown.maps.length > 0
      ? shown.maps.map(({ map, scoring }) => ({ image, shown, map, scoring }))
      : [{ image, shown }],
  );
}

/** Value by which a column sorts. */
export function valueOf({ shown, map, scoring }: BatchRow, column: ColumnId): CellValue {
  switch (column) {
    case 'name':
      return shown.name;
    case 'map':
      return map;
    case 'percent':
      return scoring?.percent_pos;
    case 'interval':
      return scoring && percentInterval(scoring.num_pos, scoring.num_total)?.low;
    case 'positive':
      return scoring?.num_pos;
    case 'negative':
      return scoring?.num_neg;
    case 'cells':
      return scoring?.num_total;
    case 'magnification':
      return shown.magnification;
    case 'seconds':
      return shown.seconds;
    case 'picture':
    case 'again':
      return undefined;
  }
}

/** Sums over the images of one map. Shares are in per cent. */
export interface Totals {
  readonly map: string;
  readonly images: number;
  readonly cells: number;
  readonly positive: number;
  /** Positive cells of all images by cells of all images; absent without cells. */
  readonly pooled?: number;
  /** Mean and median of the images' shares; an image without cells has none. */
  readonly mean?: number;
  readonly median?: number;
}

export function totalsOf(rows: readonly BatchRow[]): readonly Totals[] {
  const maps = [...new Set(rows.flatMap(({ map }) => map ?? []))];
  return maps.map((map) => {
    const scored = rows.flatMap((row) => (row.map === map && row.scoring ? [row.scoring] : []));
    const sum = (count: (scoring: Scoring) => number) =>
      scored.reduce((total, scoring) => total + count(scoring), 0);
    const cells = sum(({ num_total }) => num_total);
    const positive = sum(({ num_pos }) => num_pos);
    const shares = scored
      .filter(({ num_total }) => num_total > 0)
      .map(({ num_pos, num_total }) => (100 * num_pos) / num_total)
      .sort((a, b) => a - b);
    const counts = { map, images: scored.length, cells, positive };
    if (shares.length === 0) return counts;
    const mean = shares.reduce((total, share) => total + share, 0) / shares.length;
    return { ...counts, pooled: (100 * positive) / cells, mean, median: medianOf(shares) };
  });
}

/** Median of ascending numbers, of which there is at least one. */
function medianOf(ascending: readonly number[]): number {
  const middle = ascending.length >> 1;
  const upper = ascending[middle]!;
  return ascending.length % 2 === 1 ? upper : (ascending[middle - 1]! + upper) / 2;
}

/** Numbers of images by what became of them. */
export interface Counts {
  readonly done: number;
  readonly failed: readonly number[];
  /** Images that were not tried. */
  readonly waiting: readonly number[];
}

export function countsOf(images: readonly ShownImage[]): Counts {
  const indices = (...states: readonly ShownImage['state'][]) =>
    images.flatMap(({ state }, index) => (states.includes(state) ? [index] : []));
  return { done: indices('done').length, failed: indices('failed', 'gone'), waiting: indices('waiting') };
}

/** "4.2 s", "3 min 20 s". */
export function durationText(seconds: number): string {
  if (seconds < 60) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  return `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
