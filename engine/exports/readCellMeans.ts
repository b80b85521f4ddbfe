// Reads the means of a map's cells from its file of measurements.

import { join } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import type { CellMeans } from '../measurements/cellMeans.js';
import { readMeans } from '../measurements/storedMeans.js';
import { asError, EngineError } from '../protocol/errors.js';
import { MOST_CELL_BYTES } from '../reading/limits.js';
import { meansFile, type ResultRecord } from '../reading/resultRecord.js';

/**
 * Means of a map with so many cells; undefined if the result has none.
 *
 * @throws EngineError `usage` for a damaged file
 */
export async function readCellMeans(
  folder: string,
  record: Pick<ResultRecord, 'files'>,
  map: string,
  cells: number,
): Promise<CellMeans | undefined> {
  const file = meansFile(record, map);
  if (file === undefined) return undefined;
  const where = join(folder, file);
  const bytes = await readFileBytes(where, MOST_CELL_BYTES);
  try {
    return readMeans(JSON.parse(Buffer.from(bytes).toString('utf8')), cells);
  } catch (thrown) {
    throw new EngineError('usage', `${where}: ${asError(thrown).message}`);
  }
}
