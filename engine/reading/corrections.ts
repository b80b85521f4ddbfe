// corrections.json: classes of cells that a person has set by hand, in the order in which they were set, and the scores
// with them.
// engine/records/corrections.ts writes it.

import { join } from 'node:path';
import type { Correction } from '../protocol/correction.js';
import { storedScoring, type Scoring } from '../protocol/scoring.js';
import { dictionary, oneOf, stored, type Shape } from '../protocol/shape.js';
import { corrections } from '../protocol/sharedShapes.js';
import { MOST_CORRECTION_BYTES, MOST_MAPS } from './limits.js';
import { readRecordFile } from './recordFile.js';

export const CORRECTIONS_FILE = 'corrections.json';

export interface CorrectionsFile {
  readonly schemaVersion: 1;
  readonly corrections: readonly Correction[];
  /** Scores of the corrected maps, corrections applied; absent in results of earlier versions. */
  readonly scoring?: Readonly<Record<string, Scoring>>;
}

const correctionsFile: Shape<CorrectionsFile> = stored(
  { schemaVersion: oneOf(1), corrections },
  { scoring: dictionary(storedScoring, MOST_MAPS) },
);

/** Corrections of all maps; none if there is no such file. @throws EngineError `usage` for a broken one */
export async function readCorrections(folder: string): Promise<readonly Correction[]> {
  return (await readCorrectionsFile(folder))?.corrections ?? [];
}

/** The whole file; undefined if there is none. @throws EngineError `usage` for a broken one */
export function readCorrectionsFile(folder: string): Promise<CorrectionsFile | undefined> {
  return readRecordFile(join(folder, CORRECTIONS_FILE), correctionsFile, {
    mostBytes: MOST_CORRECTION_BYTES,
    advice: 'Restore the file from a copy, or delete it, which loses the classes set by hand.',
  });
}
