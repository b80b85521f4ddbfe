// The writer of corrections.json, which changes in place with the steps of plan.json: both are written beside and renamed.

import { join } from 'node:path';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import type { Correction } from '../protocol/correction.js';
import type { Scoring } from '../protocol/scoring.js';
import { MOST_CORRECTIONS } from '../protocol/sharedShapes.js';
import { CORRECTIONS_FILE, readCorrections, type CorrectionsFile } from '../reading/corrections.js';
import { mapsWithCells, readResultRecord, type ResultRecord } from '../reading/resultRecord.js';
import { withFolderLock } from './folderLock.js';
import { planCorrections } from './plan.js';

/** Scores of the corrected maps of a result, corrections applied. */
export type ScoreCorrections = (
  folder: string,
  record: ResultRecord,
  corrections: readonly Correction[],
) => Promise<Readonly<Record<string, Scoring>>>;

/**
 * Replaces the corrections of one map, and the scores with them (default: none); those of other maps stay. Throws `usage` for a folder that is no result, a map
 * that it does not have, and corrections of another map or outside of the image; `output-unwritable`.
 */
export function writeCorrections(
  folder: string,
  map: string,
  corrections: readonly Correction[],
  score: ScoreCorrections = () => Promise.resolve({}),
): Promise<void> {
  return withFolderLock(folder, async () => {
    const record = await readResultRecord(folder);
    if (!mapsWithCells(record).some((one) => one.map === map))
      throw new EngineError('usage', `${folder} has no cells of a segmentation map "${map}".`);
    const { widthPx, heightPx } = record.image;
    corrections.forEach(({ map: of, x, y }, i) => {
      if (of !== map || x >= widthPx || y >= heightPx)
        throw new EngineError(
          'usage',
          `Correction ${i} is of map "${of}" at (${x}, ${y}); expected is map "${map}" within ${widthPx} × ${heightPx} pixels.`,
        );
    });
    const others = (await readCorrections(folder)).filter((correction) => correction.map !== map);
    const all = [...others, ...corrections];
    if (all.length > MOST_CORRECTIONS)
      throw new EngineError(
        'usage',
        `${all.length} corrections are more than the ${MOST_CORRECTIONS} that are kept.`,
      );
    await write(folder, all, await score(folder, record, all));
  });
}

/**
 * Stores the scores of the present corrections, and returns them: those in the file are outdated after other thresholds.
 * The caller holds the folder's lock.
 */
export async function updateCorrectedScores(
  folder: string,
  score: ScoreCorrections,
): Promise<Readonly<Record<string, Scoring>>> {
  const corrections = await readCorrections(folder);
  if (corrections.length === 0) return {};
  const scoring = await score(folder, await readResultRecord(folder), corrections);
  await write(folder, corrections, scoring);
  return scoring;
}

async function write(
  folder: string,
  corrections: readonly Correction[],
  scoring: Readonly<Record<string, Scoring>>,
): Promise<void> {
  const file: CorrectionsFile = { schemaVersion: 1, corrections, scoring };
  const bytes = new TextEncoder().encode(`${JSON.stringify(file, null, 1)}\n`);
  await planCorrections(folder, corrections);
  await makeBeside(join(folder, CORRECTIONS_FILE), (temporary) => writePieces(temporary, [bytes]));
}
