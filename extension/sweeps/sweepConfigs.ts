// Configuration files of sweeps, *.deepliif-sweep.json: the choice of one for a command, and the sweeps that were
// started from one.

import { dirname, normalize } from 'node:path';
import * as vscode from 'vscode';
import type { ListedSweep } from '../../engine/reading/glanceSweep.js';
import { placeOfRuns } from '../runs/configRuns.js';
import { givenConfig, type ConfigKind } from '../workbench/givenConfig.js';

export const SWEEP_CONFIG_ENDING = '.deepliif-sweep.json';
export const SWEEP_CONFIG_PATTERN = `**/*${SWEEP_CONFIG_ENDING}`;

/** File that is clicked, or in the active editor, or picked; undefined if the user picks none. */
export function sweepConfig(clicked: unknown): Promise<string | undefined> {
  const kind: ConfigKind = {
    ending: SWEEP_CONFIG_ENDING,
    none: vscode.l10n.t(
      'There is no *.deepliif-sweep.json in the workspace. "DeepLIIF: New Sweep…" writes one for the configuration of a training.',
    ),
  };
  return givenConfig(clicked, kind);
}

/** Listed sweeps of a configuration: those of its name, in its folder if it names one. */
export function sweepsOfConfig(
  text: string,
  file: string,
  sweeps: readonly ListedSweep[],
): readonly ListedSweep[] {
  const place = placeOfRuns(text, file);
  if (!place) return [];
  return sweeps.filter(
    ({ title, folder }) =>
      title === place.name && (place.out === undefined || normalize(dirname(folder)) === place.out),
  );
}
