// run.json, the configuration of a run. engine/records writes it; events.jsonl, whose name is given here, is beside it.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import type { Shape } from '../protocol/shape.js';
import { MOST_RUN_FILE_BYTES } from './limits.js';
import { readRecordFile, RUN_ADVICE } from './recordFile.js';

export const RUN_FILE = 'run.json';
export const EVENTS_FILE = 'events.jsonl';
/** Output of the process that trains a run: progress, warnings, the reason of a crash. */
export const RUN_LOG_FILE = 'run.log';

/** run.json, unchecked: code that uses a field checks it. */
export type RunFile = Readonly<Record<string, unknown>>;

const runFile: Shape<RunFile> = (value, where) => {
  const file = value as RunFile; // an object, as those of every record file
  if (file.schemaVersion === 1) return file;
  throw new EngineError('usage', `${where}: is of another version of this program; schemaVersion must be 1.`);
};

/** @throws EngineError `usage` for a folder that is no run, or whose run.json is broken or of another version */
export async function readRunFile(folder: string): Promise<RunFile> {
  const found = await readRecordFile(join(folder, RUN_FILE), runFile, {
    mostBytes: MOST_RUN_FILE_BYTES,
    advice: RUN_ADVICE,
  });
  if (found) return found;
  throw new EngineError('usage', `${folder} is no run: it has no ${RUN_FILE}. Choose the folder of a run.`);
}
