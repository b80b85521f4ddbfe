// Two configurations side by side in VS Code's own diff editor: run.json of each, or TensorBoard's hyperparameters, keys in
// one order, as documents that nobody can edit.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { CONFIG_SCHEME } from '../workbench/ids.js';
import type { Boards } from './boards.js';
import { runKind } from './listRuns.js';
import { readRunConfig, type RunConfig } from './runConfig.js';
import { sortedJson } from './sortedJson.js';

export function registerConfigDocuments(boards: Boards): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(CONFIG_SCHEME, {
    provideTextDocumentContent: async ({ query }) => {
      try {
        return sortedJson(await readConfig(query, boards));
      } catch (thrown) {
        return asError(thrown).message;
      }
    },
  });
}

/** Folders of two runs. */
export async function compareConfigs(left: string, right: string, boards: Boards): Promise<void> {
  await Promise.all([left, right].map((folder) => readConfig(folder, boards))); // says what is wrong before an editor opens
  await vscode.commands.executeCommand(
    'vscode.diff',
    documentOf(left),
    documentOf(right),
    `${basename(left)} ↔ ${basename(right)}`,
  );
}

async function readConfig(folder: string, boards: Boards): Promise<RunConfig> {
  const isBoard = (await runKind(folder)) === 'tensorboard';
  return isBoard ? (await boards.glance(folder)).hparams : readRunConfig(folder);
}

function documentOf(folder: string): vscode.Uri {
  return vscode.Uri.from({ scheme: CONFIG_SCHEME, path: `/${basename(folder)}/run.json`, query: folder });
}
