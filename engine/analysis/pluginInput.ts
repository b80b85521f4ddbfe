// Cells and pictures as input of plug-ins (plugins/cellsInput says what they get).

import { yieldToEventLoop } from '../control/cancel.js';
import type { PixelSource } from '../images/pixelSource.js';
import { measure, measuredCell } from '../measurements/measureCells.js';
import { measurements } from '../measurements/measurements.js';
import type { CellMeans } from '../measurements/cellMeans.js';
import type { CellColumnsInput, PictureInput } from '../plugins/cellsInput.js';
import type { CellRecord } from '../postprocessing/cellRecord.js';
import { COUNTED_POSITIVE, NOT_COUNTED, type Gate } from '../postprocessing/gate.js';
import { pixelOutline } from '../postprocessing/pixelOutline.js';
import type { Control } from '../protocol/progress.js';

/** Bytes of the pictures of one call. */
const MOST_PICTURE_BYTES = 256 * 2 ** 20;
/** Rows around cells, for features of their surroundings. */
const MARGIN_PX = 32;
const BAND_ROWS = 512;

/** Built-in measurements that plug-ins get with each cell: those of its staining. */
const INTENSITIES = [
  'od_mean',
  'marker_max',
  'hematoxylin_od_mean',
  'dab_od_mean',
  'hematoxylin_mean',
  'dapi_mean',
  'lap2_mean',
  'marker_mean',
];

export interface CellsToMeasure {
  readonly cells: readonly CellRecord[];
  readonly gate: Gate;
  readonly means: CellMeans;
}

/** Columns of the cells with these numbers. */
export function cellColumns(
  { cells, gate, means }: CellsToMeasure,
  index: Uint32Array,
  withOutlines: boolean,
): CellColumnsInput {
  const count = index.length;
  const numbers = (valueOf: (cell: CellRecord, i: number) => number) =>
    Float64Array.from(index, (i) => valueOf(cells[i]!, i));
  const flags = (valueOf: (i: number) => boolean) => Uint8Array.from(index, (i) => (valueOf(i) ? 1 : 0));
  const box = new Int32Array(4 * count);
  index.forEach((i, at) => {
    const [[left, top], [right, bottom]] = cells[i]!.bbox;
    box.set([left, top, right - left + 1, bottom - top + 1], 4 * at);
  });
  const known = measurements.rows().filter(({ id }) => INTENSITIES.includes(id));
  const intensities = known.map((row): [string, Float64Array] => [
    row.id,
    numbers((cell, i) => measure(row, measuredCell(cell, i, { means })) ?? NaN),
  ]);
  return {
    index,
    positive: flags((i) => gate[i] === COUNTED_POSITIVE),
    counted: flags((i) => gate[i] !== NOT_COUNTED),
    x: numbers(({ centroid }) => centroid[0]),
    y: numbers(({ centroid }) => centroid[1]),
    areaPx: numbers(({ size }) => size),
    box,
    intensities: Object.fromEntries(
      intensities.filter(([, values]) => values.some((one) => !Number.isNaN(one))),
    ),
    ...(withOutlines ? { outlines: outlinesOf(cells, index) } : {}),
  };
}

function outlinesOf(cells: readonly CellRecord[], index: Uint32Array) {
  const starts = new Uint32Array(index.length + 1);
  const parts: Float32Array[] = [];
  index.forEach((i, at) => {
    const outline = Float32Array.from(pixelOutline(cells[i]!.boundary));
    parts.push(outline);
    starts[at + 1] = starts[at]! + outline.length;
  });
  const xy = new Float32Array(starts[index.length]!);
  parts.forEach((part, at) => xy.set(part, starts[at]));
  return { starts, xy };
}

/** Cells of one call, and the rows of the pictures that it gets. */
export interface Strip {
  readonly index: Uint32Array;
  readonly y: number;
  readonly rows: number;
}

/**
 * All cells in as few strips of rows as the memory for pictures allows.
 * @param rowBytes bytes of a row of all pictures; 0 without pictures
 */
export function stripsOf(
  cells: readonly CellRecord[],
  height: number,
  rowBytes: number,
  mostBytes = MOST_PICTURE_BYTES,
): readonly Strip[] {
  if (rowBytes * height <= mostBytes) return [{ index: Uint32Array.from(cells.keys()), y: 0, rows: height }];
  const strips: Strip[] = [];
  let numbers: number[] = [];
  let [top, end] = [0, 0];
  const finish = () => {
    if (numbers.length > 0) strips.push({ index: Uint32Array.from(numbers), y: top, rows: end - top });
    numbers = [];
  };
  // Cells are in scan order of their first pixels, so the top of a strip is that of its first cell.
  cells.forEach(({ bbox }, i) => {
    const from = Math.max(0, bbox[0][1] - MARGIN_PX);
    const to = Math.min(height, bbox[1][1] + 1 + MARGIN_PX);
    if (numbers.length > 0 && (Math.max(end, to) - top) * rowBytes > mostBytes) finish();
    if (numbers.length === 0) [top, end] = [from, to];
    numbers.push(i);
    end = Math.max(end, to);
  });
  finish();
  return strips;
}

/** Rows of a picture, read band by band. */
export async function pictureRows(
  source: PixelSource,
  { y, rows }: Pick<Strip, 'y' | 'rows'>,
  control: Control,
): Promise<PictureInput> {
  const { width, channels } = source;
  const data = new Uint8Array(width * rows * channels);
  for (let done = 0; done < rows; done += BAND_ROWS) {
    await yieldToEventLoop(control);
    const band = await source.read(0, y + done, width, Math.min(BAND_ROWS, rows - done));
    data.set(band.data, done * width * channels);
  }
  return { x: 0, y, width, height: rows, channels, data };
}
