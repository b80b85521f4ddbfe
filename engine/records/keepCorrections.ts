// Keeps the classes that people have set by hand when an analysis replaces their result.

import { copyFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { unwritable } from '../files/unwritable.js';
import { EngineError } from '../protocol/errors.js';
import { CORRECTIONS_FILE, readCorrections } from '../reading/corrections.js';
import { readResultRecord, type ResultRecord } from '../reading/resultRecord.js';

/** Names of files with the corrections of an earlier image of the same name. */
export const SET_ASIDE = /^corrections-.*\.json$/;

/**
 * Brings the corrections of the result at `target` into the new folder `workDir`: as they are when the image is the
 * same, else under a name of their own, since they belong to another image. Returns notices for people.
 */
export async function keepCorrections(
  { target, workDir }: { readonly target: string; readonly workDir: string },
  { image }: Pick<ResultRecord, 'image'>,
): Promise<readonly string[]> {
  const names: readonly string[] = await readdir(target).catch(() => []); // nothing is replaced
  for (const name of names.filter((one) => SET_ASIDE.test(one))) await bring(name, name);
  if (!names.includes(CORRECTIONS_FILE)) return [];

  const corrections = await orUndefined(readCorrections(target));
  if (corrections?.length === 0) return [];
  const before = await orUndefined(readResultRecord(target));
  if (corrections && before?.image.sha256 === image.sha256) {
    await bring(CORRECTIONS_FILE, CORRECTIONS_FILE);
    return [`Classes set by hand were kept (${corrections.length}); they apply to cells at the same place.`];
  }
  const aside = `corrections-${new Date().toISOString().slice(0, 19).replaceAll(':', '-')}.json`;
  await bring(CORRECTIONS_FILE, aside);
  return [
    `Classes set by hand belong to an earlier image of this name: they are not applied, and kept as ${aside}.`,
  ];

  async function bring(from: string, to: string): Promise<void> {
    await copyFile(join(target, from), join(workDir, to)).catch((error: unknown) => {
      throw unwritable(join(workDir, to), error);
    });
  }
}

/** undefined for a file that cannot be read: it is kept unread. */
async function orUndefined<T>(reading: Promise<T>): Promise<T | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof EngineError) return undefined;
    throw error;
  }
}
