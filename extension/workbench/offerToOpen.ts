// Message about a new file, with buttons to open it and to show it in its folder.

import * as vscode from 'vscode';
import { revealFolder } from './revealFolder.js';

/** Resolves when the user has answered or the message is closed: a caller with more work does not wait for it. */
export async function offerToOpen(message: string, file: vscode.Uri): Promise<void> {
  const [open, reveal] = [vscode.l10n.t('Open'), vscode.l10n.t('Reveal')];
  const answer = await vscode.window.showInformationMessage(message, open, reveal);
  if (answer === open) await vscode.commands.executeCommand('vscode.open', file);
  if (answer === reveal) await revealFolder(file);
}
