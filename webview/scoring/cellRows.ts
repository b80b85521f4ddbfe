// Rows of the cell table: columns, filter and histogram. Pure, and by column, so that a hundred thousand cells are filtered
// between two frames.

import { MEAN_IDS, MEAN_KINDS, type MeanId } from '../../engine/measurements/cellMeans.js';
import { circularity } from '../../engine/measurements/shape.js';
import { COUNTED_POSITIVE, NOT_COUNTED } from '../../engine/postprocessing/gate.js';
import { t } from '../ui/l10n.js';
import type { PageCells } from '../viewer/pageCells.js';
import { classWord } from './cellWords.js';
import { columnHint, columnIdOf, decimalsFor, type PluginColumnId } from './pluginCells.js';

export const COLUMN_IDS = [
  ...(['number', 'class', 'area', 'perimeter', 'circularity', 'marker', 'od'] as const),
  ...MEAN_IDS,
  ...(['x', 'y', 'width', 'height'] as const),
] as const;
export type ColumnId = (typeof COLUMN_IDS)[number] | PluginColumnId;

export interface Column {
  readonly id: ColumnId;
  readonly title: string;
  /** "px", "µm²" …; empty without a unit. */
  readonly unit: string;
  readonly decimals: number;
  /** Tooltip of the heading, if it says more than the title. */
  readonly hint?: string;
  readonly valueOf: (cell: number) => number;
}

/** The columns that these cells have. `mpp` turns areas and extents into µm² and µm; places stay pixels. */
export function columnsOf(cells: PageCells, mpp?: number): readonly Column[] {
  const { list, gate, perimeterPx, means, contributed = [] } = cells;
  const { marker, od, minX, maxX, firstY, maxY } = list;
  const [length, area] = mpp === undefined ? ['px', 'px'] : ['µm', 'µm²'];
  const scale = mpp ?? 1;
  const decimals = mpp === undefined ? 0 : 1;
  return [
    column('number', '#', '', 0, (i) => i + 1),
    column('class', t('Class'), '', 0, (i) => gate[i]!),
    column('area', t('Area'), area, decimals, (i) => list.areaPx[i]! * scale * scale),
    ...(perimeterPx
      ? [
          column('perimeter', t('Perimeter'), length, 1, (i) => perimeterPx[i]! * scale),
          column('circularity', t('Circularity'), '', 2, (i) =>
            circularity(list.areaPx[i]!, perimeterPx[i]!),
          ),
        ]
      : []),
    ...(marker ? [column('marker', t('Marker'), '', 0, (i) => marker[i]!)] : []),
    ...(od ? [column('od', t('Optical density'), '', 2, (i) => od[i]! / 100)] : []),
    // Results of earlier versions, and cells that were found on the page, have these columns without values.
    ...MEAN_IDS.map((id) => column(id, MEAN_TITLES[id], '', decimalsOf(id), (i) => means?.[id]?.[i] ?? NaN)),
    ...contributed.map((one) => ({
      ...column(columnIdOf(one), one.title, one.unit, decimalsFor(one), (i) => one.values[i] ?? NaN),
      hint: columnHint(one),
    })),
    column('x', 'x', 'px', 0, (i) => list.centroidX[i]!),
    column('y', 'y', 'px', 0, (i) => list.centroidY[i]!),
    column('width', t('Width'), length, decimals, (i) => (maxX[i]! - minX[i]! + 1) * scale),
    column('height', t('Height'), length, decimals, (i) => (maxY[i]! - firstY[i]! + 1) * scale),
  ];
}

const MEAN_TITLES: Readonly<Record<MeanId, string>> = {
  hematoxylin_od_mean: t('Hematoxylin OD'),
  dab_od_mean: t('DAB OD'),
  hematoxylin_mean: t('Hematoxylin mean'),
  dapi_mean: t('DAPI mean'),
  lap2_mean: t('LAP2β mean'),
  marker_mean: t('Marker mean'),
};

function decimalsOf(id: MeanId): number {
  return Math.log10(MEAN_KINDS[id].perUnit);
}

export function isMean(id: ColumnId): id is MeanId {
  return id in MEAN_KINDS;
}

function column(
  id: ColumnId,
  title: string,
  unit: string,
  decimals: number,
  valueOf: (cell: number) => number,
): Column {
  return { id, title, unit, decimals, valueOf };
}

/** Text of a cell in a column; a dash for a cell without a value. */
export function cellText(cells: PageCells, { id, decimals, valueOf }: Column, cell: number): string {
  if (id === 'class') return classWord(cells, cell);
  const value = valueOf(cell);
  return Number.isNaN(value) ? '–' : value.toFixed(decimals);
}

export const CLASS_FILTERS = ['all', 'counted', 'positive', 'negative', 'left out', 'corrected'] as const;
export type ClassFilter = (typeof CLASS_FILTERS)[number];

export interface RowFilter {
  readonly classes: ClassFilter;
  /** Values of a column, both ends included. */
  readonly range?: { readonly column: Column; readonly low: number; readonly high: number };
}

/** 1 for each cell that passes; undefined if the filter lets all through. */
export function filtered(cells: PageCells, { classes, range }: RowFilter): Uint8Array | undefined {
  if (classes === 'all' && !range) return undefined;
  const passes = new Uint8Array(cells.list.length);
  for (let i = 0; i < passes.length; i++) {
    if (!isOfClass(cells, i, classes)) continue;
    const value = range?.column.valueOf(i) ?? 0;
    passes[i] = !range || (value >= range.low && value <= range.high) ? 1 : 0;
  }
  return passes;
}

function isOfClass({ gate, corrected }: PageCells, i: number, classes: ClassFilter): boolean {
  switch (classes) {
    case 'all':
      return true;
    case 'counted':
      return gate[i] !== NOT_COUNTED;
    case 'positive':
      return gate[i] === COUNTED_POSITIVE;
    case 'negative':
      return gate[i] !== NOT_COUNTED && gate[i] !== COUNTED_POSITIVE;
    case 'left out':
      return gate[i] === NOT_COUNTED;
    case 'corrected':
      return corrected[i] === 1;
  }
}
