// Two configurations side by side in VS Code's own diff editor, as read-only documents: run.json of each, or
// TensorBoard's hyperparameters, with their keys in one order.

import { glanceAtTensorBoard } from '../../engine/reading/tensorBoardFiles.js';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { CONFIG_SCHEME } from '../workbench/ids.js';
import { runKind } from '../../engine/reading/runKind.js';
import { readRunFile, type RunFile } from '../../engine/reading/runFile.js';
import { sortedJson } from './sortedJson.js';

export function registerConfigDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(CONFIG_SCHEME, {
    provideTextDocumentContent: async ({ query }) => {
      try {
        return sortedJson(await readConfig(query));
      } catch (thrown) {
        return asError(thrown).message;
      }
    },
  });
}

/** Folders of two runs. */
export async function compareConfigs(left: string, right: string): Promise<void> {
  await Promise.all([left, right].map((folder) => readConfig(folder))); // reports an error before an editor opens
  await vscode.commands.executeCommand(
    'vscode.diff',
    documentOf(left),
    documentOf(right),
    `${basename(left)} ↔ ${basename(right)}`,
  );
}

async function readConfig(folder: string): Promise<RunFile> {
  const isBoard = (await runKind(folder)) === 'tensorboard';
  return isBoard ? (await glanceAtTensorBoard(folder)).hparams : readRunFile(folder);
}

function documentOf(folder: string): vscode.Uri {
  return vscode.Uri.from({ scheme: CONFIG_SCHEME, path: `/${basename(folder)}/run.json`, query: folder });
}
