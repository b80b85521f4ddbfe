// "Export Result": the user picks a form from those that the engine has, and a place; the engine writes the file.

import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { CutoffsOfMap } from '../../engine/protocol/intensity.js';
import type { Engine } from '../engine/engine.js';
import { cellCount } from '../inference/scoreText.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { SECTION, settingsOf } from '../workbench/settings.js';

/**
 * Exports the result folder. `cutoffs`, by segmentation map: those that the user has set for H-score and Allred score.
 * Returns the files written, none where the user changed their mind. Rejects as the engine's requests do.
 */
export async function exportResult(
  engine: Pick<Engine, 'request'>,
  folder: string,
  cutoffs?: Readonly<Record<string, CutoffsOfMap>>,
): Promise<readonly string[]> {
  const name = basename(folder);
  const forms = (await engine.request('export/list', {})).map((form) => ({ ...form, label: form.title }));
  const picked = await vscode.window.showQuickPick(forms, {
    placeHolder: `Export ${name} as …`,
    matchOnDetail: true,
  });
  if (!picked) return [];
  const extension = extname(picked.ending).slice(1);
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, `${name}.${extension}`)),
    filters: { [picked.title]: [extension] },
    title: `Export ${name}`,
  });
  if (!file) return [];
  const { mpp } = settingsOf(vscode.workspace.getConfiguration(SECTION, vscode.Uri.file(folder)));
  const options = { location: vscode.ProgressLocation.Window, title: 'DeepLIIF: exporting' };
  const done = await vscode.window.withProgress(options, () =>
    engine.request('result/export', {
      ...{ folder, format: picked.id, file: file.fsPath },
      ...(mpp > 0 ? { mpp } : {}),
      ...(cutoffs ? { cutoffs } : {}),
    }),
  );
  // Not awaited: the message may stay as long as it likes.
  void offerToOpen(`${name}: ${cellCount(done.cells)} exported to ${done.files[0]}.`, file);
  return done.files;
}

async function offerToOpen(message: string, file: vscode.Uri): Promise<void> {
  const answer = await vscode.window.showInformationMessage(message, 'Open', 'Reveal');
  if (answer === 'Open') await vscode.commands.executeCommand('vscode.open', file);
  if (answer === 'Reveal') await revealFolder(file);
}
