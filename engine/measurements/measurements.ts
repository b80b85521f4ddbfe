// The table of measurements: numbers that each cell has. Tables of cells, their data dictionary and the objects that
// QuPath reads have one column for each row.

import type { CellRecord } from '../postprocessing/cellRecord.js';
import { openTable, type Row } from '../tables/openTable.js';
import type { MeanId } from './cellMeans.js';

/** A cell and what is known of it. A number is NaN if it is unknown. */
export interface MeasuredCell extends Readonly<Record<MeanId, number>> {
  readonly record: CellRecord;
  /** Micrometres per pixel. */
  readonly mpp: number;
  /** Largest brightness of the inferred marker image, 0 … 255. */
  readonly marker: number;
  /** Mean optical density of the stained image, in hundredths. */
  readonly od: number;
}

/** Numbers that a measurement may need. */
export type MeasurementNeed = Exclude<keyof MeasuredCell, 'record'>;

/** `id` is the name of the column: "area_um2". */
export interface Measurement extends Row {
  /** "µm²"; empty for numbers without a unit. */
  readonly unit: string;
  /** One or two sentences for the data dictionary. */
  readonly meaning: string;
  readonly needs: readonly MeasurementNeed[];
  /** Name among QuPath's measurements. Absent: QuPath derives the number from the outline itself. */
  readonly quPathName?: string;
  /** Called only where everything that it needs is known. */
  of(cell: MeasuredCell): number;
}

export const measurements = openTable<Measurement>('measurement');
