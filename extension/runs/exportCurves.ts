// Command "Export Curves…": all numbers of a run as CSV, or a picture of the curves as the dashboard draws them.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { offerToOpen } from '../workbench/offerToOpen.js';
import { openBoardReader, type BoardReader, type Boards } from './boards.js';
import { curvesCsv } from './curvesCsv.js';
import type { Dashboard } from './dashboard.js';
import type { ListedRun } from './listRuns.js';
import { openRunReader, type RunReader } from './runReader.js';

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

/** Returns the path of the file; undefined where the user changed their mind, or the page makes the picture. */
export async function exportCurves(
  { folder, name, kind }: ListedRun,
  dashboard: Dashboard,
  boards: Boards,
): Promise<string | undefined> {
  const placeHolder = vscode.l10n.t('Curves of {0}: as what?', name);
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
  await writeCurves(kind === 'run' ? openRunReader(folder) : openBoardReader(folder, boards), file.fsPath);
  void offerToOpen(vscode.l10n.t('Exported to {0}.', basename(file.fsPath)), file);
  return file.fsPath;
}

/** @throws EngineError `output-unwritable` */
export async function writeCurves(reader: RunReader | BoardReader, file: string): Promise<void> {
  await reader.read();
  const stream = createWriteStream(file, 'utf8');
  const failure = new Promise<never>((_, reject) => {
    stream.once('error', (error) =>
      reject(
        new EngineError(
          'output-unwritable',
          vscode.l10n.t('{0} cannot be written: {1}', file, error.message),
        ),
      ),
    );
  });
  failure.catch(() => undefined); // it is raced below
  for (const piece of curvesCsv(reader.log.state))
    if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), failure]);
  await Promise.race([new Promise<void>((done) => stream.end(done)), failure]);
}
