// A result as plain data for exporters of plug-ins, which run in another process: scores, columns of the table of cells, outlines.

import { pixelOutline } from '../postprocessing/pixelOutline.js';
import { yieldToEventLoop } from '../control/cancel.js';
import type { Control } from '../protocol/progress.js';
import { cellsOf, columnsOf, type FieldValue } from './cellTable.js';
import { scoresFile, type ScoresFile } from './scoresDocument.js';
import type { ScoredMap, ScoredResult } from './scoredResult.js';

export interface ExportData {
  /** Name of the result folder. */
  readonly name: string;
  /** Document that `deepliif export --format json` writes: image, model, scale, scores, thresholds and corrections by map. */
  readonly scores: ScoresFile;
  /** Cells by segmentation map; empty for a result without segmentation. */
  readonly maps: readonly MapData[];
}

export interface MapData {
  /** "Seg" */
  readonly name: string;
  /** Columns of `deepliif export --format csv`, columns of plug-ins included: one value for each cell, counted or not. */
  readonly columns: readonly ColumnData[];
  /**
   * Corners of each cell: x, y, x, y … in pixels of the image, clockwise on the screen, the first corner not repeated. Pixel
   * (x, y) covers x … x + 1. Only for an exporter that needs `outlines`.
   */
  readonly outlines?: readonly Float32Array[];
}

export interface ColumnData {
  readonly name: string;
  readonly unit: string;
  readonly meaning: string;
  /** Numbers with NaN where a value is unknown, or texts. */
  readonly values: Float64Array | readonly string[];
}

/** @throws EngineError `cancelled` */
export async function exportData(
  result: ScoredResult,
  { withOutlines }: { readonly withOutlines: boolean },
  control: Control = {},
): Promise<ExportData> {
  const maps: MapData[] = [];
  for (const map of result.maps) {
    const columns: ColumnData[] = [];
    const cells = [...cellsOf(result, map)];
    for (const { name, unit, meaning, value } of columnsOf(result)) {
      await yieldToEventLoop(control);
      columns.push({ name, unit, meaning, values: packed(cells.map(value)) });
    }
    await yieldToEventLoop(control);
    maps.push({ name: map.name, columns, ...(withOutlines ? { outlines: outlinesOf(map) } : {}) });
  }
  return { name: result.name, scores: scoresFile(result), maps };
}

function packed(values: readonly FieldValue[]): ColumnData['values'] {
  return values.some((value) => typeof value === 'string')
    ? values.map((value) => (value === undefined ? '' : String(value)))
    : Float64Array.from(values, (value) => (typeof value === 'number' ? value : NaN));
}

function outlinesOf({ records }: ScoredMap): readonly Float32Array[] {
  return records.map(({ boundary }) => Float32Array.from(pixelOutline(boundary)));
}
