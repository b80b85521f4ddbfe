// "Export Curves…": all numbers of a run as CSV, or a picture of the curves as the dashboard draws them.

import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { openBoardReader, type BoardReader, type Boards } from './boards.js';
import { curvesCsv } from './curvesCsv.js';
import type { Dashboards } from './dashboards.js';
import type { ListedRun } from './listRuns.js';
import { openRunReader, type RunReader } from './runReader.js';

const FORMATS = [
  { format: 'csv', label: 'Numbers as CSV', detail: 'A row a step and validation, all losses and metrics.' },
  { format: 'png', label: 'Picture as PNG', detail: 'The charts as the dashboard shows them.' },
] as const;

/** Returns the path of the file; undefined where the user changed their mind, or the page makes the picture. */
export async function exportCurves(
  { folder, name, kind }: ListedRun,
  dashboards: () => Promise<Dashboards>,
  boards: Boards,
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
  await writeCurves(kind === 'run' ? openRunReader(folder) : openBoardReader(folder, boards), file.fsPath);
  void vscode.window.showInformationMessage(`Exported to ${basename(file.fsPath)}.`);
  return file.fsPath;
}

/** Throws EngineError `output-unwritable`. */
export async function writeCurves(reader: RunReader | BoardReader, file: string): Promise<void> {
  await reader.read();
  const stream = createWriteStream(file, 'utf8');
  const failure = new Promise<never>((_, reject) => {
    stream.once('error', (error) =>
      reject(new EngineError('output-unwritable', `${file} cannot be written: ${error.message}`)),
    );
  });
  failure.catch(() => undefined); // it is raced below
  for (const piece of curvesCsv(reader.log.state))
    if (!stream.write(piece)) await Promise.race([once(stream, 'drain'), failure]);
  await Promise.race([new Promise<void>((done) => stream.end(done)), failure]);
}
