// Export of a result: the user picks a form from those that the engine has, and a place; the engine writes the file.

import { basename, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { CutoffsOfMap } from '../../engine/protocol/intensity.js';
import type { Engine } from '../engine/engine.js';
import { cellCount } from '../inference/scoreText.js';
import { offerToOpen } from '../workbench/offerToOpen.js';
import { settingsFor } from '../workbench/userSettings.js';
import { offerReport, showReport } from './reportPanel.js';

/**
 * Exports the result in a folder (absolute path). `cutoffs`, by segmentation map: those that the user has set for H-score
 * and Allred score. Returns the files written; none if the user changes their mind. Rejects as the engine's requests do.
 */
export async function exportResult(
  engine: Pick<Engine, 'request'>,
  folder: string,
  cutoffs?: Readonly<Record<string, CutoffsOfMap>>,
): Promise<readonly string[]> {
  const name = basename(folder);
  const forms = (await engine.request('export/list', {})).map((form) => ({ ...form, label: form.title }));
  const picked = await vscode.window.showQuickPick(forms, {
    placeHolder: vscode.l10n.t('Export {0} as …', name),
    matchOnDetail: true,
  });
  if (!picked) return [];
  const extension = extname(picked.ending).slice(1);
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(folder, `${name}.${extension}`)),
    filters: { [picked.title]: [extension] },
    title: vscode.l10n.t('Export {0}', name),
  });
  if (!file) return [];
  const { mpp, csv } = settingsFor(vscode.Uri.file(folder));
  const options = { location: vscode.ProgressLocation.Window, title: vscode.l10n.t('DeepLIIF: exporting') };
  const { cells, files } = await vscode.window.withProgress(options, () =>
    engine.request('result/export', {
      ...{ folder, format: picked.id, file: file.fsPath },
      ...(mpp > 0 ? { mpp } : {}),
      ...(csv.bom ? { bom: true } : {}),
      ...(cutoffs ? { cutoffs } : {}),
    }),
  );
  const isReport = extension === 'html';
  if (isReport) await showReport(file);
  const exported = vscode.l10n.t('{0}: {1} exported to {2}.', name, cellCount(cells), files[0]!);
  // The message may stay as long as the user likes: nothing waits for it.
  void (isReport ? offerReport(exported, file) : offerToOpen(exported, file));
  return files;
}
