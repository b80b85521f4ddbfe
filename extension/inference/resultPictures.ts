// Pictures of results among the files and folders that somebody wants analysed. They are outputs: analysed again, a
// segmentation map would give cells of a picture of cells.

import { stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { RESULT_FILE, readResultRecord } from '../../engine/reading/resultRecord.js';

/** A file of a result, or the folder of a result. */
export interface ResultPicture {
  readonly path: string;
  /** Absolute path of the image that the result was made of. */
  readonly original: string;
}

export interface SplitPaths {
  /** Paths that can be analysed, in their order. */
  readonly images: readonly string[];
  readonly pictures: readonly ResultPicture[];
}

/** `paths`: absolute, of files or folders. A folder without a readable record is no result. */
export async function splitPaths(paths: readonly string[]): Promise<SplitPaths> {
  const found = await Promise.all(paths.map(async (path) => ({ path, original: await originalOf(path) })));
  return {
    images: found.flatMap(({ path, original }) => (original === undefined ? [path] : [])),
    pictures: found.flatMap(({ path, original }) => (original === undefined ? [] : [{ path, original }])),
  };
}

async function originalOf(path: string): Promise<string | undefined> {
  const isFolder = (await stat(path).catch(() => undefined))?.isDirectory() ?? false;
  const folder = isFolder ? path : dirname(path);
  if (!(await stat(join(folder, RESULT_FILE)).catch(() => undefined))) return undefined;
  const record = await readResultRecord(folder).catch(() => undefined);
  if (!record) return undefined;
  // People may keep images of their own in the folder.
  if (!isFolder && !record.files.some(({ file }) => file === basename(path))) return undefined;
  return resolve(folder, record.image.path);
}
