// Measures cells: which rows of the table apply to an image, and the number that a row gives for a cell.

import type { CellRecord } from '../postprocessing/cellRecord.js';
import './builtInMeasurements.js';
import { MEAN_IDS, type CellMeans, type MeanId } from './cellMeans.js';
import { measurements, type MeasuredCell, type Measurement } from './measurements.js';

/** Decimals that are kept: four say more than pixels can. */
const STEPS_PER_UNIT = 1e4;

/**
 * Measurements that the cells of an image can have. A size of a pixel is known for all of its cells or for none; marker
 * and optical density may be missing from single cells, so their columns stay.
 */
export function measurementsOf(mpp: number | undefined): readonly Measurement[] {
  return measurements.rows().filter(({ needs }) => mpp !== undefined || !needs.includes('mpp'));
}

/** Cell `i` of a map; `means`: of all cells of the map. */
export function measuredCell(
  record: CellRecord,
  i: number,
  { mpp = NaN, means = {} }: { readonly mpp?: number | undefined; readonly means?: CellMeans | undefined },
): MeasuredCell {
  const { marker = NaN, od = NaN } = record;
  const own = Object.fromEntries(MEAN_IDS.map((id) => [id, means[id]?.[i] ?? NaN])) as Record<MeanId, number>;
  return { ...own, record, mpp, marker, od };
}

/** The number with four decimals at most; undefined if the cell lacks what the measurement needs. */
export function measure(measurement: Measurement, cell: MeasuredCell): number | undefined {
  if (measurement.needs.some((need) => Number.isNaN(cell[need]))) return undefined;
  return Math.round(measurement.of(cell) * STEPS_PER_UNIT) / STEPS_PER_UNIT;
}
