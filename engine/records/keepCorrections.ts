// What people have set by hand must outlive an analysis that replaces their result.

import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable } from '../files/unwritable.js';
import { EngineError } from '../protocol/errors.js';
import { CORRECTIONS_FILE, type ResultRecord } from '../protocol/result.js';
import { readCorrections, readResultFolder } from '../reading/readResultFolder.js';
import type { ResultFolder } from './resultFolder.js';

/** Corrections of an earlier picture of the same name. */
export const SET_ASIDE = /^corrections-.*\.json$/;

/**
 * Brings the corrections of the result that is about to be replaced into the new folder: as they are where the image is
 * the same, else under a name of their own, since they are those of another picture. Returns what to tell people.
 */
export async function keepCorrections(
  { target, workDir }: Pick<ResultFolder, 'target' | 'workDir'>,
  { image }: Pick<ResultRecord, 'image'>,
): Promise<readonly string[]> {
  const names: readonly string[] = await readdir(target).catch(() => []); // nothing is replaced
  for (const name of names.filter((one) => SET_ASIDE.test(one))) await bring(name, name);
  if (!names.includes(CORRECTIONS_FILE)) return [];

  const corrections = await orUndefined(readCorrections(target));
  if (corrections?.length === 0) return [];
  const before = await orUndefined(readResultFolder(target));
  if (corrections && before?.image.sha256 === image.sha256) {
    await bring(CORRECTIONS_FILE, CORRECTIONS_FILE);
    return [`Classes set by hand were kept (${corrections.length}); they hold for cells at the same place.`];
  }
  const aside = `corrections-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
  await bring(CORRECTIONS_FILE, aside);
  return [
    `Classes set by hand were those of an earlier picture: they are not applied, and kept as ${aside}.`,
  ];

  async function bring(from: string, to: string): Promise<void> {
    await copyFile(join(target, from), join(workDir, to)).catch((error: unknown) => {
      throw unwritable(join(workDir, to), error);
    });
  }
}

/** What cannot be read is kept unread. */
async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
