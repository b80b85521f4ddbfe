// Choice of the configuration file of a sweep, *.deepliif-sweep.json.

import * as vscode from 'vscode';
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
