// Reads the measurements of a map's cells from their file: means in pictures, and columns of plug-ins.

import { join } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import type { CellMeans } from '../measurements/cellMeans.js';
import { readPluginColumns, type PluginColumn } from '../measurements/pluginColumns.js';
import { readMeans } from '../measurements/storedMeans.js';
import { asError, EngineError } from '../protocol/errors.js';
import { MOST_CELL_BYTES } from '../reading/limits.js';
import { meansFile, type ResultRecord } from '../reading/resultRecord.js';

export interface StoredMeasurements {
  readonly means?: CellMeans;
  /** Absent if there are none. */
  readonly contributed?: readonly PluginColumn[];
}

/**
 * Measurements of a map with so many cells; empty if the result has none.
 *
 * @throws EngineError `usage` for a damaged file
 */
export async function readMeasurements(
  folder: string,
  record: Pick<ResultRecord, 'files'>,
  map: string,
  cells: number,
): Promise<StoredMeasurements> {
  const file = meansFile(record, map);
  if (file === undefined) return {};
  const where = join(folder, file);
  const bytes = await readFileBytes(where, MOST_CELL_BYTES);
  try {
    const json: unknown = JSON.parse(Buffer.from(bytes).toString('utf8'));
    const contributed = readPluginColumns(json, cells);
    return { means: readMeans(json, cells), ...(contributed.length > 0 ? { contributed } : {}) };
  } catch (thrown) {
    throw new EngineError('usage', `${where}: ${asError(thrown).message}`);
  }
}
