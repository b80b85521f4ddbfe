// Ids of the measurements that every cell has, built-in ones.

import '../measurements/measureCells.js';
import { measurements } from '../measurements/measurements.js';

export async function listMeasurements(): Promise<readonly string[]> {
  return measurements.rows().map(({ id }) => id);
}
