// Reads result folders, which anybody may have made: result.json and corrections.json are checked field by field, so
// that what follows can trust names, sizes and numbers.

import { constants, open } from 'node:fs/promises';
import { join } from 'node:path';
import { asError, EngineError } from '../protocol/errors.js';
import {
  CORRECTIONS_FILE,
  RESULT_FILE,
  type Correction,
  type ResultFile,
  type ResultFileRole,
  type ResultRecord,
} from '../protocol/result.js';
import { dictionary, list, number, oneOf, stored, text, whole, type Shape } from '../protocol/shape.js';
import { corrections, fileName, mpp, storedThresholds, words } from '../protocol/sharedShapes.js';

const MOST_RECORD_BYTES = 4 * 1024 * 1024;
const MOST_CORRECTION_BYTES = 64 * 1024 * 1024;

/** Opening a pipe must not wait for somebody to write. (Windows has no such flag, nor such pipes in folders.) */
const READ_WITHOUT_WAITING = constants.O_RDONLY | (constants.O_NONBLOCK ?? 0);

const sidePx = whole(1, 1_000_000);
const path = text({ least: 1, most: 32_767 });

const file: Shape<ResultFile> = stored({
  name: fileName,
  file: fileName,
  role: oneOf(
    'modality',
    'segmentation',
    'intermediate',
    'refined',
    'overlay',
    'cells',
    'scoring',
    'overview',
  ),
});

const record: Shape<ResultRecord> = stored(
  {
    schemaVersion: oneOf(1),
    engineVersion: words,
    createdAt: words,
    image: stored(
      { path, sha256: words, widthPx: sidePx, heightPx: sidePx, notices: list(words, 1000) },
      { mpp, colour: oneOf('managed', 'as-stored') },
    ),
    files: list(file, 1000),
    seconds: dictionary(number(0, 1e9), 100),
  },
  {
    model: stored({ id: words, title: words, manifestSha256: words }),
    backend: stored({ id: words, description: words, precision: oneOf('float32', 'int8') }),
    tiles: stored({ tilePx: whole(1), overlapPx: whole(0), total: whole(0), empty: whole(0) }),
    thresholds: storedThresholds,
  },
);

/** The record of a result folder. Throws `usage` where there is none, or it is not what a result may hold. */
export async function readResultFolder(folder: string): Promise<ResultRecord> {
  const json = await readJson(join(folder, RESULT_FILE), MOST_RECORD_BYTES);
  if (json === undefined)
    throw new EngineError('usage', `${folder} is no result folder: it has no ${RESULT_FILE}.`);
  return record(json, join(folder, RESULT_FILE));
}

/** Classes set by hand, in order; none where there is no such file. Throws `usage` for a broken one. */
export async function readCorrections(folder: string): Promise<readonly Correction[]> {
  const where = join(folder, CORRECTIONS_FILE);
  const json = await readJson(where, MOST_CORRECTION_BYTES);
  return json === undefined ? [] : stored({ schemaVersion: oneOf(1), corrections })(json, where).corrections;
}

/** Absolute path of the first file of a role, and of a name where one is given; undefined where there is none. */
export function fileOf(
  folder: string,
  { files }: ResultRecord,
  role: ResultFileRole,
  name?: string,
): string | undefined {
  const found = files.find((entry) => entry.role === role && (name === undefined || entry.name === name));
  return found && join(folder, found.file);
}

/** Parsed JSON; undefined where there is no file. */
async function readJson(where: string, mostBytes: number): Promise<unknown> {
  const content = await readText(where, mostBytes);
  if (content === undefined) return undefined;
  try {
    return JSON.parse(content) as unknown;
  } catch (error) {
    throw new EngineError('usage', `${where} is not JSON (${asError(error).message}).`, { cause: error });
  }
}

/** Text of a file that may be anything; undefined where there is none. Throws `usage`. */
export async function readText(where: string, mostBytes: number): Promise<string | undefined> {
  const handle = await open(where, READ_WITHOUT_WAITING).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT' || error.code === 'ENOTDIR') return undefined;
    throw new EngineError('usage', `${where} cannot be read: ${error.message}.`, { cause: error });
  });
  if (!handle) return undefined;
  try {
    const status = await handle.stat();
    if (!status.isFile()) throw new EngineError('usage', `${where} is not a regular file.`);
    if (status.size > mostBytes)
      throw new EngineError('usage', `${where} has ${status.size} bytes; at most ${mostBytes} are read.`);
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(status.size), 0, status.size, 0);
    return buffer.toString('utf8', 0, bytesRead);
  } finally {
    await handle.close();
  }
}
