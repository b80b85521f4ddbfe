// The writer of the record of a batch, which is replaced as a whole.

import { basename } from 'node:path';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import type { Batch } from '../protocol/batch.js';
import { EngineError } from '../protocol/errors.js';
import { isBatchFile } from '../reading/batchRecord.js';

/** @throws EngineError `usage` for a file of another name, `output-unwritable` */
export async function writeBatch(file: string, batch: Batch): Promise<void> {
  if (!isBatchFile(file))
    throw new EngineError(
      'usage',
      `${basename(file)} is no name for the record of a batch. Use batch-<time>.json.`,
    );
  const bytes = new TextEncoder().encode(`${JSON.stringify(batch, null, 1)}\n`);
  await makeBeside(file, (temporary) => writePieces(temporary, [bytes]));
}
