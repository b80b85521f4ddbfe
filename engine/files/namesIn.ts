// Names in a folder that a user has named, where a folder that cannot be listed is an error.

import { readdir } from 'node:fs/promises';
import { asError, EngineError } from '../protocol/errors.js';

/** Sorted, without hidden ones. @throws EngineError `usage` */
export async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.')).sort();
  } catch (thrown) {
    throw new EngineError('usage', `${folder}: cannot be listed: ${asError(thrown).message}.`);
  }
}
