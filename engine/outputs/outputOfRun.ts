// A run's folder → what a notebook shows of it: its curves so far, its state, and a line of text.

import { OUTPUT_MIMES, type OutputBundle, type RunOutput } from '../protocol/outputs.js';
import { readWholeRun } from '../reading/readRun.js';
import { RUN_FILE } from '../reading/runFile.js';
import { runOutput } from '../runlog/runOutput.js';
import { curvesPng, shortNumber } from './curvesPng.js';
import { outputPlace } from './outputPlace.js';

/**
 * @param options notebookFolder: default the working directory, as kernels have it
 * @throws EngineError `usage` if there is no run
 */
export async function outputOfRun(
  folder: string,
  { notebookFolder }: { readonly notebookFolder?: string | undefined } = {},
): Promise<OutputBundle> {
  const run = await readWholeRun(folder);
  const place = await outputPlace(folder, notebookFolder, run.kind === 'run' ? RUN_FILE : undefined);
  const output = runOutput(run, place);
  const title = titleOf(output);
  return {
    [OUTPUT_MIMES.run]: output,
    'image/png': Buffer.from(await curvesPng(output.curves, [output.name, title])).toString('base64'),
    'text/plain': [output.name, title, ...output.curves.map(lineOf)].join('\n'),
  };
}

function titleOf({ status, step, plannedSteps }: RunOutput): string {
  return `${status}, step ${step}${plannedSteps > 0 ? ` of ${plannedSteps}` : ''}`;
}

function lineOf({ name, last, best }: RunOutput['curves'][number]): string {
  return `${name}: ${last === null ? 'NaN' : shortNumber(last)}${best ? `, best ${shortNumber(best.value)} at step ${best.step}` : ''}`;
}
