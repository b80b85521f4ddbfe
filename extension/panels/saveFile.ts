// Saves a file that a page has made, where the user says.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { BYTE_ORDER_MARK } from '../../engine/runlog/csvLines.js';
import { offerToOpen } from '../workbench/offerToOpen.js';
import { settingsFor } from '../workbench/userSettings.js';

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47];

export interface FileToSave {
  readonly bytes: Uint8Array;
  /** Name to propose, without the ending. Characters that file names cannot have are replaced. */
  readonly stem: string;
  readonly format: 'csv' | 'png';
  /** Title of the dialog. */
  readonly title: string;
}

/** @throws EngineError `usage` if the page handed over a picture that is no PNG file */
export async function saveFile({ bytes, stem, format, title }: FileToSave): Promise<void> {
  if (format === 'png' && !PNG_SIGNATURE.every((byte, i) => bytes[i] === byte))
    throw new EngineError(
      'usage',
      vscode.l10n.t('The page made no PNG file of its picture. Look into the log, and try again.'),
    );
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const name = `${stem.replace(/[^\p{L}\p{N} _.-]+/gu, '_') || 'view'}.${format}`;
  const kind = format === 'csv' ? vscode.l10n.t('Table of numbers') : vscode.l10n.t('PNG picture');
  const file = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, name) } : {}),
    filters: { [kind]: [format] },
    title,
  });
  if (!file) return;
  const marked = format === 'csv' && settingsFor(file).csv.bom;
  await vscode.workspace.fs.writeFile(
    file,
    marked ? Buffer.concat([Buffer.from(BYTE_ORDER_MARK), bytes]) : bytes,
  );
  // The message may stay as long as the user likes: nothing waits for it.
  void offerToOpen(vscode.l10n.t('Saved as {0}.', basename(file.fsPath)), file);
}
