// Plans that paths mean: a plan, a result folder, or the record of a batch with the result of each of its images.

import { EngineError } from '../protocol/errors.js';
import { isBatchFile, pathOfBatch, readBatch } from '../reading/batchRecord.js';
import { planFile } from '../reading/plan.js';

/** Files of plans, each once. @throws EngineError `usage` for a batch that cannot be read or has no results */
export async function plansMeant(places: readonly string[]): Promise<readonly string[]> {
  const files: string[] = [];
  for (const place of places) {
    if (!isBatchFile(place)) {
      files.push(planFile(place));
      continue;
    }
    const { images } = await readBatch(place);
    const folders = images.flatMap(({ folder }) => {
      const path = folder === undefined ? undefined : pathOfBatch(place, folder);
      return path === undefined ? [] : [path];
    });
    if (folders.length === 0)
      throw new EngineError(
        'usage',
        `No image of the batch ${place} has a result, so there is no plan to run.`,
      );
    files.push(...folders.map(planFile));
  }
  return [...new Set(files)];
}
