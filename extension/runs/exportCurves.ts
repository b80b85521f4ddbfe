// Command "Export Curves…": all numbers of a run as CSV, or a picture of the curves as the dashboard draws them.

import { writeCsv } from '../../engine/reading/csv.js';
import { runRows } from '../../engine/runlog/runRows.js';
import { readWholeRun } from '../../engine/reading/readRun.js';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { offerToOpen } from '../workbench/offerToOpen.js';
import { settingsFor } from '../workbench/userSettings.js';
import type { Dashboard } from './dashboard.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';

interface Choice extends vscode.QuickPickItem {
  readonly format: 'csv' | 'png';
}

function choices(): readonly Choice[] {
  return [
    {
      format: 'csv',
      label: vscode.l10n.t('Numbers as CSV'),
      detail: vscode.l10n.t('One row per step and validation, all losses and metrics.'),
    },
    {
      format: 'png',
      label: vscode.l10n.t('Picture as PNG'),
      detail: vscode.l10n.t('The charts as the dashboard shows them.'),
    },
  ];
}

/** The path of the file; undefined when the user cancels, or the page makes the picture. */
export async function exportCurves(
  { folder, name }: ListedRun,
  dashboard: Dashboard,
): Promise<string | undefined> {
  const placeHolder = vscode.l10n.t('Curves of {0}: in which format?', name);
  const picked = await vscode.window.showQuickPick(choices(), { placeHolder });
  if (!picked) return undefined;
  if (picked.format === 'png') {
    await dashboard.exportPicture(folder);
    return undefined;
  }
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(folder), `${name}.csv`),
    filters: { [picked.label]: ['csv'] },
    title: vscode.l10n.t('Export the curves of {0}', name),
  });
  if (!file) return undefined;
  await writeCsv(file.fsPath, runRows((await readWholeRun(folder)).state), settingsFor(file).csv);
  void offerToOpen(vscode.l10n.t('Exported to {0}.', basename(file.fsPath)), file);
  return file.fsPath;
}
