// Lists the results in folders, as they are on the disk. A damaged result is listed with the reason, so that it can be
// deleted or analysed again.

import { stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { asError } from '../protocol/errors.js';
import type { Scoring } from '../protocol/scoring.js';
import { foldersIn } from './foldersIn.js';
import { readResultRecord, RESULT_FILE, type ResultRecord } from './resultRecord.js';
import { readShownScores } from './shownScores.js';

export interface ListedResult {
  /** Absolute path of the result folder. */
  readonly folder: string;
  readonly name: string;
  /** Time of the analysis, milliseconds since 1970; for a damaged result, the time when its record was written. */
  readonly madeAtMs: number;
  /** Absent when result.json cannot be read. */
  readonly record?: ResultRecord;
  /** Scores by segmentation map, classes set by hand included; empty if nothing was segmented. */
  readonly scoring: Readonly<Record<string, Scoring>>;
  /** Maps whose scores contain classes set by hand. Absent: none. */
  readonly correctedMaps?: readonly string[];
  /** The damage, in words. */
  readonly problem?: string;
}

/**
 * Results, the newest first: those in `resultsFolders` (folders of result folders; a missing one counts as empty), and
 * those of `elsewhere` (folders with a file result.json, which other programs write too: such folders are left out).
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

/** Order by date; results of the same date are ordered by name, so that the order is always the same. */
function byDate(a: ListedResult, b: ListedResult): number {
  return b.madeAtMs - a.madeAtMs || (a.name < b.name ? -1 : 1);
}

/** One folder; undefined for one without a result.json, which is no result. */
export async function readListed(folder: string): Promise<ListedResult | undefined> {
  const found = await stat(join(folder, RESULT_FILE)).catch(() => undefined);
  if (!found) return undefined;
  const nothing = { folder, name: basename(folder), madeAtMs: found.mtimeMs, scoring: {} };
  let record: ResultRecord;
  try {
    record = await readResultRecord(folder);
  } catch (thrown) {
    return { ...nothing, problem: asError(thrown).message };
  }
  const made = Date.parse(record.createdAt);
  const readable = { ...nothing, record, ...(Number.isNaN(made) ? {} : { madeAtMs: made }) };
  try {
    const scores = await readShownScores(folder, record);
    const missing = await missingFiles(folder, record);
    if (missing.length === 0) return { ...readable, ...scores };
    const these = missing.slice(0, 3).join(', ') + (missing.length > 3 ? ' …' : '');
    const problem = `${missing.length} of its files are missing: ${these}. Analyse the image again.`;
    return { ...readable, ...scores, problem };
  } catch (thrown) {
    return { ...readable, problem: asError(thrown).message };
  }
}

async function missingFiles(folder: string, { files }: ResultRecord): Promise<readonly string[]> {
  const there = await Promise.all(files.map(({ file }) => stat(join(folder, file)).catch(() => undefined)));
  return files.filter((_, index) => !there[index]).map(({ file }) => file);
}
