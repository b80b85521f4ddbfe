// "Start Training with the Best…": writes a *.deepliif-train.json with the options of a sweep's best trial, or of a
// given one, and opens it with its lens, so that a person sees what is trained before it starts.

import { writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ListedSweep } from '../../engine/reading/glanceSweep.js';
import { CONFIG_ENDING } from '../runs/trainConfigs.js';
import { freeName } from '../workbench/freeName.js';
import { placeOfConfig } from '../workbench/placeOfConfig.js';
import { bestText } from './bestText.js';
import type { SweepControl } from './sweepControl.js';

/**
 * @param trial number of a trial; undefined: the best one
 * @returns the new file
 * @throws EngineError `usage` if no trial is complete, or several objectives have no best one
 */
export async function startBest(
  control: Pick<SweepControl, 'trainingOf'>,
  { folder, title, best, objectives }: ListedSweep,
  trial = best?.trial,
): Promise<string> {
  if (trial === undefined)
    throw new EngineError(
      'usage',
      objectives.length > 1
        ? vscode.l10n.t(
            '{0} has several objectives and therefore no best trial. Choose a trial of its Pareto front.',
            title,
          )
        : vscode.l10n.t('No trial of {0} is complete yet.', title),
    );
  const training = await control.trainingOf(folder, trial);
  const place = placeOfConfig(folder) ?? dirname(folder);
  const wanted = trial === best?.trial ? `${title}-best` : `${title}-trial-${trial}`;
  const name = freeName(place, wanted, CONFIG_ENDING);
  const file = join(place, `${name}${CONFIG_ENDING}`);
  await writeFile(file, bestText({ file, name, runs: dirname(folder), training }), { flag: 'wx' });
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: false });
  return file;
}
