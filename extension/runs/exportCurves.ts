// "Export Curves…": all numbers of a run as CSV, or a picture of the curves as the dashboard draws them.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { writeCsv } from '../../engine/reading/csv.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { readWholeRun } from '../../engine/reading/readRun.js';
import { runRows } from '../../engine/runlog/runRows.js';
import type { Dashboards } from './dashboards.js';

const FORMATS = [
  {
    format: 'csv',
    label: 'Numbers as CSV',
    detail: 'A row for each step and its validation, all losses and metrics.',
  },
  { format: 'png', label: 'Picture as PNG', detail: 'The charts as the dashboard shows them.' },
] as const;

/** The path of the file; undefined when the user cancels, or the page makes the picture. */
export async function exportCurves(
  { folder, name }: ListedRun,
  dashboards: () => Promise<Dashboards>,
): Promise<string | undefined> {
  const picked = await vscode.window.showQuickPick(FORMATS, { placeHolder: `Curves of ${name}: as what?` });
  if (!picked) return undefined;
  if (picked.format === 'png') {
    const panel = await dashboards();
    if (!panel.active().includes(folder)) await panel.open([folder]);
    panel.exportPicture();
    return undefined;
  }
  const file = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.joinPath(vscode.Uri.file(folder), `${name}.csv`),
    filters: { [picked.label]: ['csv'] },
    title: `Export the curves of ${name}`,
  });
  if (!file) return undefined;
  await writeCsv(file.fsPath, runRows((await readWholeRun(folder)).state));
  void vscode.window.showInformationMessage(`Exported to ${basename(file.fsPath)}.`);
  return file.fsPath;
}
