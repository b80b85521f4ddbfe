// scoring.json: the scores of a result by segmentation map. A model with one map has its scores at the top of the file,
// as the reference writes them.

import { join } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import { storedScoring, type Scoring } from '../protocol/scoring.js';
import { dictionary, type Shape } from '../protocol/shape.js';
import { MOST_MAPS, MOST_SCORING_BYTES } from './limits.js';
import { readRecordFile, RESULT_ADVICE } from './recordFile.js';
import { mapsWithCells, type ResultRecord } from './resultRecord.js';

const SCORING_FILE = 'scoring.json';

const byMap = dictionary(storedScoring, MOST_MAPS);

/**
 * Scores by segmentation map; none if there is no such file. `wanted`: maps that must have some.
 *
 * @throws EngineError `usage` if the file is broken, or scores that are wanted are missing
 */
export async function readScoring(
  folder: string,
  record: Pick<ResultRecord, 'files'>,
  wanted: readonly string[] = [],
): Promise<Readonly<Record<string, Scoring>>> {
  const where = join(folder, record.files.find(({ role }) => role === 'scoring')?.file ?? SCORING_FILE);
  const soleOrAll: Shape<Readonly<Record<string, Scoring>>> = (value, at) => {
    const isSole = typeof value === 'object' && value !== null && 'num_total' in value;
    return isSole ? { [soleMap(record)]: storedScoring(value, at) } : byMap(value, at);
  };
  const scores =
    (await readRecordFile(where, soleOrAll, { mostBytes: MOST_SCORING_BYTES, advice: RESULT_ADVICE })) ?? {};
  for (const map of wanted)
    if (!Object.hasOwn(scores, map))
      throw new EngineError('usage', `${where} has no scores of ${map}. Score the result again.`);
  return scores;
}

function soleMap(record: Pick<ResultRecord, 'files'>): string {
  const segmentation = record.files.find(({ role }) => role === 'segmentation');
  return mapsWithCells(record)[0]?.map ?? segmentation?.name ?? 'Seg';
}
