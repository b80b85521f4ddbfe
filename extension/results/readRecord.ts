// The JSON files of a result folder, read as data that anybody may have made. Panels and trees both read through here.

import { open } from 'node:fs/promises';
import { join } from 'node:path';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import { CORRECTIONS_FILE, RESULT_FILE, type Correction } from '../../engine/protocol/result.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import { ShapeError, type Shape } from '../../engine/protocol/shape.js';
import { scoring } from '../../engine/protocol/sharedShapes.js';
import { READ_WITHOUT_WAITING } from './pictureSize.js';
import { correctionsFile, resultRecord, scoringByMap, type ReadRecord } from './resultShapes.js';

const MOST_RECORD_BYTES = 4 * 2 ** 20;
const MOST_CORRECTION_BYTES = 256 * 2 ** 20;

/** Throws EngineError `usage` where there is no result.json, or not one as the engine writes it. */
export async function readRecord(folder: string): Promise<ReadRecord> {
  const record = await readJson(join(folder, RESULT_FILE), resultRecord, MOST_RECORD_BYTES);
  if (!record)
    throw new EngineError(
      'usage',
      `${folder} is no result folder: it has no ${RESULT_FILE}. Choose another.`,
    );
  return record;
}

/**
 * Scores by segmentation map. A model with one map has its scores at the top of scoring.json; `onlyMap` names it.
 * None where there is no such file.
 */
export async function readScoring(
  folder: string,
  onlyMap: string,
): Promise<Readonly<Record<string, Scoring>>> {
  const either: Shape<Readonly<Record<string, Scoring>>> = (value, where) => {
    const sole = typeof value === 'object' && value !== null && 'num_total' in value;
    return sole ? { [onlyMap]: scoring(value, where) } : scoringByMap(value, where);
  };
  return (await readJson(join(folder, 'scoring.json'), either, MOST_RECORD_BYTES)) ?? {};
}

/** Classes set by hand; none where there is no such file. */
export async function readCorrections(folder: string): Promise<readonly Correction[]> {
  const file = await readJson(join(folder, CORRECTIONS_FILE), correctionsFile, MOST_CORRECTION_BYTES);
  return file?.corrections ?? [];
}

/** Undefined where there is no file; EngineError `usage` for one that cannot be read or has another form. */
async function readJson<T>(file: string, shape: Shape<T>, mostBytes: number): Promise<T | undefined> {
  const content = await readText(file, mostBytes);
  if (content === undefined) return undefined;
  try {
    return shape(JSON.parse(content), file);
  } catch (thrown) {
    if (!(thrown instanceof ShapeError || thrown instanceof SyntaxError)) throw thrown;
    const what = thrown instanceof SyntaxError ? `${file} is not JSON: ${thrown.message}.` : thrown.message;
    throw new EngineError('usage', `${what} The result is damaged; analyse the image again.`);
  }
}

async function readText(file: string, mostBytes: number): Promise<string | undefined> {
  try {
    const handle = await open(file, READ_WITHOUT_WAITING);
    try {
      const stat = await handle.stat();
      if (!stat.isFile() || stat.size > mostBytes)
        throw new EngineError('usage', `${file} is not a file of at most ${mostBytes / 2 ** 20} MB.`);
      return await handle.readFile('utf8');
    } finally {
      await handle.close();
    }
  } catch (thrown) {
    if (thrown instanceof EngineError) throw thrown;
    const error = asError(thrown) as NodeJS.ErrnoException;
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new EngineError('usage', `${file} cannot be read: ${error.message}`, { cause: thrown });
  }
}
