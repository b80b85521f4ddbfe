// batch-<time>.json beside the results: the images that were analysed together (engine/protocol/batch.ts). Only
// engine/records writes it.

import { readdir } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { storedBatch, type Batch } from '../protocol/batch.js';
import { asError, EngineError } from '../protocol/errors.js';
import { MOST_BATCH_BYTES } from './limits.js';
import { readRecordFile } from './recordFile.js';
import { imagePath } from './resultRecord.js';

const ADVICE = 'The list of the batch is damaged: its results are still in their folders.';
const FILE = /^batch-[\w-]+\.json$/;

/** Path of the record of a batch that begins now; the time is part of the name, so that names sort by it. */
export function batchFile(folder: string, now: Date): string {
  return join(folder, `batch-${now.toISOString().slice(0, 23).replace(/[:.]/g, '-')}.json`);
}

export function isBatchFile(path: string): boolean {
  return FILE.test(basename(path));
}

/** @throws EngineError `usage` for a file that is missing, or no record of a batch */
export async function readBatch(file: string): Promise<Batch> {
  const batch = await readRecordFile(file, storedBatch, { mostBytes: MOST_BATCH_BYTES, advice: ADVICE });
  if (batch) return batch;
  throw new EngineError('usage', `${file} does not exist. Choose the record of a batch: batch-<time>.json.`);
}

/** Absolute path of something that a record names; undefined for a path into another machine's share. */
export function pathOfBatch(file: string, path: string): string | undefined {
  return imagePath(dirname(file), path);
}

export interface ListedBatch {
  /** Absolute path of the record. */
  readonly file: string;
  /** Absent if the record cannot be read. */
  readonly batch?: Batch;
  /** Fault of the record, in words. */
  readonly problem?: string;
}

/** The latest batches in folders of results, the newest first. A missing folder holds none. */
export async function listBatches(folders: readonly string[], most: number): Promise<readonly ListedBatch[]> {
  const files = await Promise.all(
    folders.map(async (folder) =>
      (await readdir(folder).catch(() => [])).filter(isBatchFile).map((name) => join(folder, name)),
    ),
  );
  const latest = [...new Set(files.flat())]
    .sort((a, b) => (basename(a) < basename(b) ? 1 : -1))
    .slice(0, most);
  return Promise.all(
    latest.map((file) =>
      readBatch(file).then(
        (batch) => ({ file, batch }),
        (thrown) => ({ file, problem: asError(thrown).message }),
      ),
    ),
  );
}
