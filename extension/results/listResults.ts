// Which results there are: folders on the disk are the truth. One that is damaged is listed with the reason, so that
// it can be deleted or analysed again.

import { readdir, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { asError } from '../../engine/protocol/errors.js';
import { RESULT_FILE } from '../../engine/protocol/result.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import { readRecord, readScoring } from './readRecord.js';
import type { ReadRecord } from './resultShapes.js';

export interface ListedResult {
  /** Absolute path of the result folder. */
  readonly folder: string;
  readonly name: string;
  /** When it was made; of a damaged one, when its folder changed. Milliseconds since 1970. */
  readonly madeAtMs: number;
  /** Absent where result.json cannot be read. */
  readonly record?: ReadRecord;
  /** By segmentation map; none where nothing was segmented. */
  readonly scoring: Readonly<Record<string, Scoring>>;
  /** What is wrong with it, in words. */
  readonly problem?: string;
}

/**
 * Results in `resultsFolders` (folders of result folders; one that does not exist holds none), and those of
 * `elsewhere` (folders with a file result.json, which other programs write too: what is none of ours is left out).
 * The newest first.
 */
export async function listResults(
  resultsFolders: readonly string[],
  elsewhere: readonly string[],
): Promise<readonly ListedResult[]> {
  const own = new Set((await Promise.all(resultsFolders.map(foldersIn))).flat());
  const others = elsewhere.filter((folder) => !own.has(folder));
  const listed = await Promise.all([
    ...[...own].map((folder) => readListed(folder)),
    ...[...new Set(others)].map(async (folder) => {
      const result = await readListed(folder);
      return result?.record && result;
    }),
  ]);
  return listed.filter((result) => result !== undefined).sort(byDate);
}

/** Newest first; equal dates by name, so that the order is always the same. */
function byDate(a: ListedResult, b: ListedResult): number {
  return b.madeAtMs - a.madeAtMs || (a.name < b.name ? -1 : 1);
}

/** Sub-folders, without the hidden ones: the engine fills those before it renames them. */
async function foldersIn(resultsFolder: string): Promise<readonly string[]> {
  const entries = await readdir(resultsFolder, { withFileTypes: true }).catch(() => []);
  return entries
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => join(resultsFolder, entry.name));
}

/** One folder; undefined where it has no result.json, and so is none of ours. */
export async function readListed(folder: string): Promise<ListedResult | undefined> {
  const found = await stat(join(folder, RESULT_FILE)).catch(() => undefined);
  if (!found) return undefined;
  const nothing = { folder, name: basename(folder), madeAtMs: found.mtimeMs, scoring: {} };
  let record: ReadRecord;
  try {
    record = await readRecord(folder);
  } catch (thrown) {
    return { ...nothing, problem: asError(thrown).message };
  }
  const made = Date.parse(record.createdAt);
  const readable = { ...nothing, record, ...(Number.isNaN(made) ? {} : { madeAtMs: made }) };
  try {
    const scoring = await readScoring(folder, onlyMapOf(record));
    const missing = await missingFiles(folder, record);
    if (missing.length === 0) return { ...readable, scoring };
    const these = missing.slice(0, 3).join(', ') + (missing.length > 3 ? ' …' : '');
    const problem = `${missing.length} of its files are missing: ${these}. Analyse the image again.`;
    return { ...readable, scoring, problem };
  } catch (thrown) {
    return { ...readable, problem: asError(thrown).message };
  }
}

/** The name under which the scores of a model with one map are listed. */
function onlyMapOf({ files }: ReadRecord): string {
  return files.find(({ role }) => role === 'segmentation')?.name ?? 'Seg';
}

async function missingFiles(folder: string, { files }: ReadRecord): Promise<readonly string[]> {
  const names = files.map(({ file }) => file);
  const there = await Promise.all(
    names.map(async (name) => {
      if (basename(name) !== name) return undefined; // a path would lead out of the folder
      return stat(join(folder, name)).catch(() => undefined);
    }),
  );
  return names.filter((_, index) => !there[index]);
}
