// Two runs side by side in VS Code's own diff editor, as read-only documents: the options that differ first, then the last
// values of losses and metrics, then the options that are equal.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { readWholeRun } from '../../engine/reading/readRun.js';
import { CONFIG_SCHEME } from '../workbench/ids.js';
import { comparedText, type ComparedRun } from './comparedText.js';
import { givenRun } from './givenRun.js';
import { lastValues } from './runText.js';

export function registerConfigDocuments(): vscode.Disposable {
  return vscode.workspace.registerTextDocumentContentProvider(CONFIG_SCHEME, {
    provideTextDocumentContent: async ({ query }) => {
      try {
        const [mine, other, side] = query.split('\n');
        const [run, beside] = await Promise.all([mine!, other!].map(comparedRun));
        return comparedText(run!, beside!, side === 'right');
      } catch (thrown) {
        return asError(thrown).message;
      }
    },
  });
}

/** Folders of two runs. @throws EngineError `usage` for a folder that is no run */
export async function compareConfigs(left: string, right: string): Promise<void> {
  await Promise.all([left, right].map(givenRun)); // reports an error before an editor opens
  await vscode.commands.executeCommand(
    'vscode.diff',
    documentOf(left, right, 'left'),
    documentOf(right, left, 'right'),
    `${basename(left)} ↔ ${basename(right)}`,
  );
}

async function comparedRun(folder: string): Promise<ComparedRun> {
  const { asked, state } = await readWholeRun(folder);
  return { config: asked, last: lastValues(state) };
}

function documentOf(folder: string, other: string, side: 'left' | 'right'): vscode.Uri {
  const query = [folder, other, side].join('\n');
  return vscode.Uri.from({ scheme: CONFIG_SCHEME, path: `/${basename(folder)}/run.json`, query });
}
