// run.json of a run's folder: what the run was asked for. The files of a run by name.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { parseJsonObject } from '../files/strictJson.js';
import { EngineError } from '../protocol/errors.js';

export const RUN_FILE = 'run.json';
export const EVENTS_FILE = 'events.jsonl';
const MAXIMUM_JSON_BYTES = 64 * 1024 * 1024;

/** run.json. @throws EngineError `usage` when the folder is no run, `model-invalid` when the file is broken */
export async function readRunFile(dir: string): Promise<Readonly<Record<string, unknown>>> {
  const path = join(dir, RUN_FILE);
  const found = await stat(path).catch(() => undefined);
  if (!found) throw new EngineError('usage', `${dir} is no run: there is no ${RUN_FILE} in it.`);
  const description = parseJsonObject(await readFileBytes(path, MAXIMUM_JSON_BYTES), path);
  if (description.schemaVersion !== 1)
    throw new EngineError('usage', `${path} is of another version of this program.`);
  return description;
}
