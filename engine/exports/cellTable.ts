// One row per cell, for spreadsheets and statistics, and a data dictionary beside it. Columns are those that say which
// cell it is and how it counts, then the measurements.

import { basename, dirname, extname, join } from 'node:path';
import { BYTE_ORDER_MARK } from '../runlog/csvLines.js';
import { measure, measuredCell, measurementsOf } from '../measurements/measureCells.js';
import type { MeasuredCell } from '../measurements/measurements.js';
import { scaleInWords } from '../protocol/scale.js';
import { scaleOfRecord } from '../reading/resultRecord.js';
import { DEMO_NOTE } from '../protocol/demoModel.js';
import { cellUuid } from './cellIds.js';
import type { Exporter } from './exporters.js';
import type { ScoredMap, ScoredResult } from './scoredResult.js';
import { writeText } from './writeText.js';

/** undefined: an empty field. */
export type FieldValue = string | number | undefined;

/** Text format of a table. */
export interface TableStyle {
  /** Extension of the data dictionary, without a dot. */
  readonly extension: string;
  /** A row with the end of its line. */
  readonly line: (values: readonly FieldValue[]) => string;
}

/** Cell of a result with everything that columns are computed from. */
export interface Cell extends MeasuredCell {
  readonly map: ScoredMap;
  /** Index in cells.json. */
  readonly i: number;
  readonly result: ScoredResult;
}

export interface Column {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  readonly value: (cell: Cell) => FieldValue;
}

const CLASSES = ['not counted', 'negative', 'positive'] as const;

/** Columns that say which cell it is. */
const IDENTITY_COLUMNS: readonly Column[] = [
  {
    name: 'map',
    unit: '',
    meaning: 'Segmentation map that the cell was found in.',
    value: ({ map }) => map.name,
  },
  {
    name: 'cell',
    unit: '',
    meaning: 'Number of the cell in its cell file, from 0.',
    value: ({ i }) => i,
  },
  {
    name: 'id',
    unit: '',
    meaning: 'The same in every export of this image, GeoJSON included.',
    value: ({ record, map, result }) => cellUuid(result.record.image.sha256, map.name, record),
  },
  {
    name: 'class',
    unit: '',
    meaning:
      'positive, negative, or not counted: outside the size thresholds, or excluded by hand. Corrections by hand are applied.',
    value: ({ map, i }) => CLASSES[map.gate[i]!],
  },
  {
    name: 'corrected',
    unit: '',
    meaning: 'yes if a person has set the class or excluded the cell.',
    value: ({ map, i }) => (map.corrected[i] ? 'yes' : 'no'),
  },
  {
    name: 'demo_model',
    unit: '',
    meaning: `yes for a ${DEMO_NOTE}; no for any other model, and for a map that was made elsewhere.`,
    value: ({ result }) => (result.record.model?.demo === true ? 'yes' : 'no'),
  },
];

/** Columns of the table of a result, in their order. */
export function columnsOf({ mpp, record, maps }: ScoredResult): readonly Column[] {
  const scale = scaleOfRecord(record);
  const measured = measurementsOf(mpp).map((measurement): Column => {
    const { id, unit, meaning, needs } = measurement;
    const computed = needs.includes('mpp') ? ` Computed with ${mpp} µm per pixel.` : '';
    return {
      name: id,
      unit,
      meaning: `${meaning}${computed}`,
      value: (cell) => measure(measurement, cell),
    };
  });
  // A table of cells means little without the magnification at which they were looked for.
  const [map, ...others] = IDENTITY_COLUMNS;
  const meaning = scale ? `${map!.meaning} Analysed at: ${scaleInWords(scale)}.` : map!.meaning;
  return [{ ...map!, meaning }, ...others, ...measured, ...contributedColumns(maps)];
}

/** Columns of plug-ins; a map without one has empty fields. */
function contributedColumns(maps: ScoredResult['maps']): readonly Column[] {
  const all = maps.flatMap(({ contributed = [] }) => contributed);
  return [...new Map(all.map((column) => [column.id, column])).values()].map(
    ({ id, unit, meaning, plugin }): Column => ({
      name: id,
      unit,
      meaning: `${meaning} Measured by the plug-in ${plugin.title} (${plugin.id} ${plugin.version}).`,
      value({ map, i }) {
        const value = map.contributed?.find((column) => column.id === id)?.values[i];
        return Number.isNaN(value) ? undefined : value;
      },
    }),
  );
}

/** Names of columns that no measurement may have. */
export const IDENTITY_NAMES: readonly string[] = IDENTITY_COLUMNS.map(({ name }) => name);

/** Parts of an exporter that writes a table and its dictionary in one style. */
export function cellTableWriter(style: TableStyle): Pick<Exporter, 'files' | 'write'> {
  return {
    files(file) {
      const stem = basename(file, extname(file));
      return [file, join(dirname(file), `${stem}.columns.${style.extension}`)];
    },
    async write(result, [table, dictionary], control, { bom = false } = {}) {
      await writeText(table!, marked(tableLines(result, style), bom), control);
      await writeText(dictionary!, marked(dictionaryLines(result, style), bom), control);
      return result.maps.reduce((sum, { records }) => sum + records.length, 0);
    },
  };
}

function* marked(lines: Iterable<string>, bom: boolean): Generator<string> {
  if (bom) yield BYTE_ORDER_MARK;
  yield* lines;
}

/** The head, then every cell that is no noise, counted or not, map by map. */
function* tableLines(result: ScoredResult, { line }: TableStyle): Generator<string> {
  const columns = columnsOf(result);
  yield line(columns.map(({ name }) => name));
  for (const map of result.maps)
    for (const cell of cellsOf(result, map)) yield line(columns.map(({ value }) => value(cell)));
}

/** Cells of a map that are no noise, counted or not. */
export function* cellsOf(result: ScoredResult, map: ScoredMap): Generator<Cell> {
  for (const [i, record] of map.records.entries())
    yield { ...measuredCell(record, i, { mpp: result.mpp, means: map.means }), map, i, result };
}

/** Rows of the data dictionary: the meaning of each column. */
function* dictionaryLines(result: ScoredResult, { line }: TableStyle): Generator<string> {
  yield line(['column', 'unit', 'meaning']);
  for (const { name, unit, meaning } of columnsOf(result)) yield line([name, unit, meaning]);
}
