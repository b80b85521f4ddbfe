// Cells of a map as columns of numbers, packed for an output (protocol/outputs.ts says how). As many columns as fit are
// kept: means go first, then outlines, then places. What thresholds compare is exact, or there are no cells at all.

import { deflateSync } from 'node:zlib';
import { MEAN_IDS, MEAN_KINDS, type CellMeans } from '../measurements/cellMeans.js';
import type { PluginColumn } from '../measurements/pluginColumns.js';
import type { CellRecord, Point } from '../postprocessing/cellRecord.js';
import {
  CELL_COLUMN_BYTES,
  MOST_OUTPUT_CELLS,
  type CellColumn,
  type PackedCells,
} from '../protocol/outputs.js';
import type { OutputColumn } from '../protocol/outputColumns.js';
import type { PostprocessOptions } from '../protocol/thresholds.js';

/** Longest run of a byte of a chain: five bits. */
const LONGEST_RUN = 31;
/** Chain directions by (dy + 1) × 3 + dx + 1: E, NE, N, NW, W, SW, S, SE are 0 … 7; y points down. */
const DIRECTIONS = [3, 2, 1, 4, -1, 0, 5, 6, 7] as const;
const PLACES = ['firstX', 'firstYStep', 'centroidDx', 'centroidDy'] as const;

export interface CellsToPack {
  /** Cells in scan order of their first corners, as cells.json has them. */
  readonly cells: readonly CellRecord[];
  readonly means?: CellMeans | undefined;
  readonly contributed?: readonly PluginColumn[] | undefined;
  /** 0 none, 1 negative, 2 positive, 3 excluded; absent without corrections. */
  readonly set?: Uint8Array | undefined;
  readonly thresholds: PostprocessOptions;
}

export interface Packed {
  readonly cells: PackedCells | undefined;
  /** Sentences about parts that were left out. */
  readonly notices: readonly string[];
}

/** @param mostLetters room for the base64 text */
export function packCells(given: CellsToPack, mostLetters: number): Packed {
  const { cells, thresholds } = given;
  const needsOd = thresholds.odThresholdLower !== undefined || thresholds.odThresholdUpper !== undefined;
  const all = columnsOf(given);
  const without = (...left: readonly string[]) => all.filter(({ name }) => !left.includes(name));
  const spared = needsOd ? [] : ['od'];
  const tries = [
    { columns: all, outlines: true },
    { columns: without(...MEAN_IDS), outlines: true },
    { columns: without(...MEAN_IDS), outlines: false, notice: 'outlines' },
    { columns: without(...MEAN_IDS, ...spared), outlines: false, notice: 'outlines' },
    { columns: without(...MEAN_IDS, ...spared, ...PLACES), outlines: false, notice: 'places' },
  ] as const;
  if (cells.length <= MOST_OUTPUT_CELLS)
    for (const attempt of tries) {
      const { columns, outlines } = attempt;
      const parts = columns.map(({ name, values }) => planes(values, CELL_COLUMN_BYTES[name]));
      const bytes = Buffer.concat(outlines ? [...parts, ...chains(cells)] : parts);
      const data = deflateSync(bytes, { level: 9 }).toString('base64');
      if (data.length > mostLetters) continue;
      const { contributed, left } = packContributed(given.contributed ?? [], mostLetters - data.length);
      const packed = {
        ...{ count: cells.length, columns: columns.map(({ name }) => name), outlines, data },
        ...(contributed.length > 0 ? { contributed } : {}),
      };
      return {
        cells: packed,
        notices: [
          ...('notice' in attempt ? [NOTICES[attempt.notice](cells.length)] : []),
          ...(left.length > 0 ? [leftOut(left)] : []),
        ],
      };
    }
  return { cells: undefined, notices: [NOTICES.cells(cells.length)] };
}

const NOTICES = {
  outlines: (cells: number) =>
    `The outlines of ${cells} cells do not fit in an output: open the result for them.`,
  places: (cells: number) =>
    `The places of ${cells} cells do not fit in an output: its thresholds work, its pictures show no cells. Open the ` +
    'result for them.',
  cells: (cells: number) =>
    `${cells} cells do not fit in an output, so its thresholds cannot be moved: open the result for that.`,
} as const;

function leftOut(columns: readonly PluginColumn[]): string {
  const titles = columns.map(({ title, plugin }) => `"${title}" of the plug-in ${plugin.title}`);
  return `Columns that do not fit in an output: ${titles.join(', ')}. Open the result for them.`;
}

/** Columns of plug-ins that fit, in their order, and those that do not. */
function packContributed(
  columns: readonly PluginColumn[],
  mostLetters: number,
): { readonly contributed: readonly OutputColumn[]; readonly left: readonly PluginColumn[] } {
  let room = mostLetters;
  const left: PluginColumn[] = [];
  const contributed = columns.flatMap((given): OutputColumn[] => {
    const { id, title, unit, meaning, plugin, values } = given;
    const floats = Float32Array.from(values);
    const data = deflateSync(new Uint8Array(floats.buffer), { level: 9 }).toString('base64');
    const column = { id, title, unit, meaning, plugin, data };
    const letters = JSON.stringify(column).length + 1;
    if (letters > room) {
      left.push(given);
      return [];
    }
    room -= letters;
    return [column];
  });
  return { contributed, left };
}

interface Column {
  readonly name: CellColumn;
  readonly values: ArrayLike<number>;
}

function columnsOf({ cells, means, set }: CellsToPack): readonly Column[] {
  const of = (name: CellColumn, valueOf: (cell: CellRecord, i: number) => number): Column => ({
    name,
    values: cells.map(valueOf),
  });
  const firstOf = ({ boundary }: CellRecord) => boundary[0]!;
  return [
    of('areaPx', ({ size }) => size),
    of('positive', ({ positive }) => (positive ? 1 : 0)),
    ...(cells[0]?.marker === undefined ? [] : [of('marker', ({ marker = 0 }) => marker)]),
    ...(cells[0]?.od === undefined ? [] : [of('od', ({ od = 0 }) => od)]),
    ...(set ? [{ name: 'set', values: set } as const] : []),
    of('firstX', (cell) => firstOf(cell)[0]),
    of('firstYStep', (cell, i) => firstOf(cell)[1] - (i === 0 ? 0 : firstOf(cells[i - 1]!)[1])),
    of('centroidDx', (cell) => cell.centroid[0] - firstOf(cell)[0]),
    of('centroidDy', (cell) => cell.centroid[1] - firstOf(cell)[1]),
    ...MEAN_IDS.flatMap((id): Column[] => {
      const values = means?.[id];
      if (!values) return [];
      const { perUnit } = MEAN_KINDS[id];
      return [
        { name: id, values: Array.from(values, (value) => Math.min(65_535, Math.round(value * perUnit))) },
      ];
    }),
  ];
}

/** Little-endian numbers, byte plane by byte plane; negative ones in two's complement. */
function planes(values: ArrayLike<number>, bytes: number): Buffer {
  const count = values.length;
  const packed = Buffer.alloc(count * bytes);
  for (let i = 0; i < count; i++)
    for (let plane = 0; plane < bytes; plane++) packed[plane * count + i] = (values[i]! >> (8 * plane)) & 255;
  return packed;
}

/** Lengths of the chains as a column, then the chains. */
function chains(cells: readonly CellRecord[]): readonly Buffer[] {
  const all = cells.map(({ boundary }) => chainOf(boundary));
  const lengths = all.map(({ length }) => length);
  // A cell of more than 65,535 runs is no cell; it is drawn without an outline.
  const kept = all.map((chain) => (chain.length > 65_535 ? [] : chain));
  return [
    planes(
      lengths.map((length) => (length > 65_535 ? 0 : length)),
      2,
    ),
    Buffer.concat(kept.map((chain) => Buffer.from(chain))),
  ];
}

function chainOf(boundary: readonly Point[]): readonly number[] {
  const chain: number[] = [];
  for (let i = 1; i < boundary.length; i++) {
    const dx = boundary[i]![0] - boundary[i - 1]![0];
    const dy = boundary[i]![1] - boundary[i - 1]![1];
    const direction = DIRECTIONS[(Math.sign(dy) + 1) * 3 + Math.sign(dx) + 1]!;
    for (let left = Math.max(Math.abs(dx), Math.abs(dy)); left > 0; left -= LONGEST_RUN)
      chain.push(8 * Math.min(left, LONGEST_RUN) + direction);
  }
  return chain;
}
