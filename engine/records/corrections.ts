// The writer of corrections.json, the only file of a result that changes in place: written beside and renamed.

import { join } from 'node:path';
import { makeBeside, writePieces } from '../files/writeBeside.js';
import { EngineError } from '../protocol/errors.js';
import type { Correction } from '../protocol/correction.js';
import { MOST_CORRECTIONS } from '../protocol/sharedShapes.js';
import { CORRECTIONS_FILE, readCorrections, type CorrectionsFile } from '../reading/corrections.js';
import { mapsWithCells, readResultRecord } from '../reading/resultRecord.js';
import { withFolderLock } from './folderLock.js';

/**
 * Replaces the corrections of one map; those of other maps stay. Throws `usage` for a folder that is no result, a map
 * that it does not have, and corrections of another map or outside of the image; `output-unwritable`.
 */
export function writeCorrections(
  folder: string,
  map: string,
  corrections: readonly Correction[],
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
    const file: CorrectionsFile = { schemaVersion: 1, corrections: all };
    const bytes = new TextEncoder().encode(`${JSON.stringify(file, null, 1)}\n`);
    await makeBeside(join(folder, CORRECTIONS_FILE), (temporary) => writePieces(temporary, [bytes]));
  });
}
