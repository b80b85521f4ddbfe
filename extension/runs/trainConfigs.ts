// Choice of the configuration file of a training run, *.deepliif-train.json.

import * as vscode from 'vscode';
import { givenConfig } from '../workbench/givenConfig.js';

export const CONFIG_PATTERN = '**/*.deepliif-train.json';
export const CONFIG_ENDING = '.deepliif-train.json';

/** File that is clicked, or in the active editor, or picked; undefined if the user picks none. */
export function configToStart(clicked: unknown): Promise<string | undefined> {
  return givenConfig(clicked, {
    ending: CONFIG_ENDING,
    none: vscode.l10n.t(
      'There is no *.deepliif-train.json in the workspace. "DeepLIIF: New Training…" writes one for a folder of images.',
    ),
  });
}
