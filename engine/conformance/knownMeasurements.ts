// Ids of the measurements that every cell has, built-in ones.

import '../measurements/measureCells.js';
import { measurements } from '../measurements/measurements.js';

export function listMeasurements(): readonly string[] {
  return measurements.rows().map(({ id }) => id);
}
