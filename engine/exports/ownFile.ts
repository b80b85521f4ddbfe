// Guard of a result: an export must not be written over a file of the result that it is made from.

import { resolve } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { CORRECTIONS_FILE } from '../reading/corrections.js';
import { RESULT_FILE } from '../reading/resultRecord.js';
import type { ScoredResult } from './scoredResult.js';

/** Refuses a file of the result itself; other files in the result folder are fine. @throws EngineError `usage` */
export function refuseOwnFile(
  { folder, record }: Pick<ScoredResult, 'folder' | 'record'>,
  file: string,
): void {
  const own = [RESULT_FILE, CORRECTIONS_FILE, ...record.files.map(({ file: name }) => name)];
  const names = own.map((name) => resolve(folder, name).toLowerCase());
  if (names.includes(resolve(file).toLowerCase()))
    throw new EngineError('usage', `${file} is a file of the result itself. Choose another name.`);
}
