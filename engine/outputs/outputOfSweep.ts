// A sweep's folder, or an Optuna journal → what a notebook shows of it, and a few lines of text.

import { basename, dirname } from 'node:path';
import { OUTPUT_MIMES, type OutputBundle, type SweepOutput } from '../protocol/outputs.js';
import { EngineError } from '../protocol/errors.js';
import { followSweep } from '../reading/followSweep.js';
import { readShownStudy, sweepContent } from '../reading/sweepContent.js';
import { SWEEP_FILE } from '../reading/sweepRecord.js';
import { outputPlace } from './outputPlace.js';

/**
 * @param place folder of a sweep, or a file with Optuna's journal, whose last study is shown
 * @throws EngineError `usage` if there is no sweep and no study
 */
export async function outputOfSweep(
  place: string,
  { notebookFolder }: { readonly notebookFolder?: string | undefined } = {},
): Promise<OutputBundle> {
  const now = await readShownStudy(followSweep(place));
  if (!now.study && !now.record)
    throw new EngineError(
      'usage',
      `${place} has no study. Choose the folder of a sweep, or the file of an Optuna journal.`,
    );
  const shownPlace = await (now.record
    ? outputPlace(place, notebookFolder, SWEEP_FILE)
    : fileOutputPlace(place, notebookFolder));
  const output = sweepContent(now, place, shownPlace);
  return { [OUTPUT_MIMES.sweep]: output, 'text/plain': textOf(output) };
}

async function fileOutputPlace(
  file: string,
  notebookFolder: string | undefined,
): Promise<SweepOutput['place']> {
  const { path } = await outputPlace(dirname(file), notebookFolder);
  return { path: path === '.' ? basename(file) : `${path}/${basename(file)}` };
}

function textOf({ name, objectives, counts, top }: SweepOutput): string {
  const states = Object.entries(counts).map(([state, count]) => `${count} ${state}`);
  const [best] = top;
  const values = best?.values
    .map((value, i) => `${objectives[i]?.name ?? 'value'} ${value ?? 'NaN'}`)
    .join(', ');
  return [
    name,
    states.length > 0 ? `Trials: ${states.join(', ')}` : 'No trials yet',
    ...(best ? [`Best: trial ${best.number}, ${values}`, JSON.stringify(best.params)] : []),
  ].join('\n');
}
