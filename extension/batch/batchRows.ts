// Images of a batch with what their result folders say now: a result that was scored again shows its new scores, one that
// was deleted is named as gone.

import { join } from 'node:path';
import type { Batch, BatchImage } from '../../engine/protocol/batch.js';
import { pathOfBatch } from '../../engine/reading/batchRecord.js';
import { readListed, type ListedResult } from '../../engine/reading/listResults.js';
import { RESULT_FILE } from '../../engine/reading/resultRecord.js';
import { versionOf } from '../results/pictures.js';

export interface BatchRow {
  readonly entry: BatchImage;
  /** Absolute path of the image. */
  readonly image: string;
  /** Absolute path of the result folder of an image that is done. */
  readonly folder?: string;
  /** Absent if the result is not there, or the image is not done. */
  readonly result?: ListedResult;
}

/** Reads the rows of a batch; results that did not change are read once. */
export type RowReader = (file: string, batch: Batch) => Promise<readonly BatchRow[]>;

export function rowReader(): RowReader {
  const known = new Map<string, { readonly version: string; readonly result: ListedResult }>();
  const resultOf = async (folder: string) => {
    const version = await versionOf(join(folder, RESULT_FILE)).catch(() => undefined);
    if (version === undefined) return undefined;
    const before = known.get(folder);
    if (before?.version === version) return before.result;
    const result = await readListed(folder);
    if (result) known.set(folder, { version, result });
    return result;
  };
  return (file, { images }) =>
    Promise.all(
      images.map(async (entry): Promise<BatchRow> => {
        const image = pathOfBatch(file, entry.image) ?? entry.image;
        const folder = entry.folder === undefined ? undefined : pathOfBatch(file, entry.folder);
        if (entry.state !== 'done' || folder === undefined) return { entry, image };
        const result = await resultOf(folder);
        return { entry, image, folder, ...(result ? { result } : {}) };
      }),
    );
}
