// One row per cell, for spreadsheets and statistics: CSV (RFC 4180) or tab-separated, and a data dictionary.

import { circularity, perimeterPx } from '../measurements/shape.js';
import type { CellRecord } from '../postprocessing/cellRecord.js';
import { COUNTED_POSITIVE, NOT_COUNTED } from '../postprocessing/gate.js';
import { cellText, csvLine } from '../runlog/csvLines.js';
import { cellUuid } from './cellIds.js';
import type { ScoredMap, ScoredResult } from './scoredResult.js';

export type TableFormat = 'csv' | 'tsv';

interface Cell {
  readonly record: CellRecord;
  readonly map: ScoredMap;
  /** Index in cells.json. */
  readonly i: number;
  readonly result: ScoredResult;
}

interface Column {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  /** undefined: an empty field. */
  readonly value: (cell: Cell) => string | number | undefined;
}

const CLASSES = ['not counted', 'negative', 'positive'] as const;

const UNITLESS_COLUMNS: readonly Column[] = [
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
      'positive, negative, or not counted: outside the size thresholds. Corrections by hand are applied.',
    value: ({ map, i }) => CLASSES[map.gate[i]!],
  },
  {
    name: 'corrected',
    unit: '',
    meaning: 'yes where a person has set the class.',
    value: ({ map, i }) => (map.corrected[i] ? 'yes' : 'no'),
  },
];

const MEASUREMENT_COLUMNS: readonly Column[] = [
  {
    name: 'area_px',
    unit: 'pixels',
    meaning: 'Pixels of the cell, holes included.',
    value: ({ record }) => record.size,
  },
  {
    name: 'centroid_x_px',
    unit: 'pixels',
    meaning: 'Column of the pixel at the centroid; the leftmost is 0.',
    value: ({ record }) => record.centroid[0],
  },
  {
    name: 'centroid_y_px',
    unit: 'pixels',
    meaning: 'Row of the pixel at the centroid; the topmost is 0.',
    value: ({ record }) => record.centroid[1],
  },
  {
    name: 'bbox_x_px',
    unit: 'pixels',
    meaning: 'Leftmost column of the bounding box.',
    value: ({ record }) => record.bbox[0][0],
  },
  {
    name: 'bbox_y_px',
    unit: 'pixels',
    meaning: 'Topmost row of the bounding box.',
    value: ({ record }) => record.bbox[0][1],
  },
  {
    name: 'bbox_width_px',
    unit: 'pixels',
    meaning: 'Columns of the bounding box.',
    value: ({ record: { bbox } }) => bbox[1][0] - bbox[0][0] + 1,
  },
  {
    name: 'bbox_height_px',
    unit: 'pixels',
    meaning: 'Rows of the bounding box.',
    value: ({ record: { bbox } }) => bbox[1][1] - bbox[0][1] + 1,
  },
  {
    name: 'perimeter_px',
    unit: 'pixels',
    meaning: 'Length of the outline: 1 per straight and √2 per diagonal step from pixel to pixel, plus π.',
    value: ({ record }) => rounded(perimeterPx(record.boundary)),
  },
  {
    name: 'circularity',
    unit: '0 to 1',
    meaning: '4π · area / perimeter²; 1 for a disc.',
    value: ({ record }) => rounded(circularity(record.size, perimeterPx(record.boundary))),
  },
  {
    name: 'marker_max',
    unit: '0 to 255',
    meaning: 'Largest brightness of the inferred marker image in the cell; empty without a marker image.',
    value: ({ record }) => record.marker,
  },
  {
    name: 'od_mean',
    unit: 'optical density',
    meaning:
      'Mean over the cell of the sum over red, green and blue of log10(255 / value), in the original image.',
    value: ({ record }) => (record.od === undefined ? undefined : record.od / 100),
  },
];

function micrometreColumns(mpp: number): readonly Column[] {
  const from = `Computed with ${mpp} µm per pixel.`;
  return [
    {
      name: 'area_um2',
      unit: 'µm²',
      meaning: `Area. ${from}`,
      value: ({ record }) => rounded(record.size * mpp ** 2),
    },
    {
      name: 'centroid_x_um',
      unit: 'µm',
      meaning: `From the left edge of the image to the middle of the centroid's pixel. ${from}`,
      value: ({ record }) => rounded((record.centroid[0] + 0.5) * mpp),
    },
    {
      name: 'centroid_y_um',
      unit: 'µm',
      meaning: `From the top edge of the image to the middle of the centroid's pixel. ${from}`,
      value: ({ record }) => rounded((record.centroid[1] + 0.5) * mpp),
    },
    {
      name: 'perimeter_um',
      unit: 'µm',
      meaning: `Perimeter. ${from}`,
      value: ({ record }) => rounded(perimeterPx(record.boundary) * mpp),
    },
  ];
}

function columnsOf({ mpp }: ScoredResult): readonly Column[] {
  return [...UNITLESS_COLUMNS, ...MEASUREMENT_COLUMNS, ...(mpp === undefined ? [] : micrometreColumns(mpp))];
}

/** Lines of the table: the head, then every cell that is no noise, counted or not, map by map. */
export function* tableLines(result: ScoredResult, format: TableFormat): Generator<string> {
  const columns = columnsOf(result);
  yield line(
    columns.map(({ name }) => name),
    format,
  );
  for (const map of result.maps)
    for (const [i, record] of map.records.entries())
      yield line(
        columns.map(({ value }) => value({ record, map, i, result })),
        format,
      );
}

/** What each column holds, as a table of the same format. */
export function* dictionaryLines(result: ScoredResult, format: TableFormat): Generator<string> {
  yield line(['column', 'unit', 'meaning'], format);
  for (const { name, unit, meaning } of columnsOf(result)) yield line([name, unit, meaning], format);
}

/** Cells that are positive or negative. */
export function countedCells(maps: readonly ScoredMap[]): number {
  return maps.reduce((sum, { gate }) => sum + gate.filter((entry) => entry !== NOT_COUNTED).length, 0);
}

export function isPositive({ gate }: ScoredMap, i: number): boolean {
  return gate[i] === COUNTED_POSITIVE;
}

function line(values: readonly (string | number | undefined)[], format: TableFormat): string {
  return format === 'csv' ? csvLine(values) : `${values.map(tsvField).join('\t')}\n`;
}

/** Tabs and line breaks cannot be in a field and become spaces. */
export function tsvField(value: string | number | undefined): string {
  return cellText(value).replace(/[\t\r\n]/g, ' ');
}

/** Four decimals say more than pixels can. */
function rounded(value: number): number {
  return Math.round(value * 1e4) / 1e4;
}
