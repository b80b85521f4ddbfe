// Two configurations side by side in VS Code's own diff editor: run.json of each, its keys in one order, as documents
// that nobody can edit.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { readRunConfig } from './runConfig.js';
import { sortedJson } from './sortedJson.js';

const SCHEME = 'deepliif-run';

export function registerConfigDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(SCHEME, {
    provideTextDocumentContent: async ({ query }) => {
      try {
        return sortedJson(await readRunConfig(query));
      } catch (thrown) {
        return asError(thrown).message;
      }
    },
  });
}

/** Folders of two runs. */
export async function compareConfigs(left: string, right: string): Promise<void> {
  await Promise.all([left, right].map(readRunConfig)); // says what is wrong before an editor opens
  await vscode.commands.executeCommand(
    'vscode.diff',
    documentOf(left),
    documentOf(right),
    `${basename(left)} ↔ ${basename(right)}`,
  );
}

function documentOf(folder: string): vscode.Uri {
  return vscode.Uri.from({ scheme: SCHEME, path: `/${basename(folder)}/run.json`, query: folder });
}
