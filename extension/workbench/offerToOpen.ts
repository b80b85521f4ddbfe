// Message about a new file, with buttons to open it and to show it in its folder.

import * as vscode from 'vscode';
import { revealFolder } from './revealFolder.js';

/** A button of the message. */
export interface Offer {
  readonly label: string;
  readonly act: () => Thenable<unknown>;
}

/**
 * Resolves when the user has answered or the message is closed: a caller with more work does not wait for it. `ways`: how
 * the file can be opened; default: as VS Code opens it.
 */
export async function offerToOpen(
  message: string,
  file: vscode.Uri,
  ways: readonly Offer[] = [
    { label: vscode.l10n.t('Open'), act: () => vscode.commands.executeCommand('vscode.open', file) },
  ],
): Promise<void> {
  const offers = [...ways, { label: vscode.l10n.t('Reveal'), act: () => revealFolder(file) }];
  const answer = await vscode.window.showInformationMessage(message, ...offers.map(({ label }) => label));
  await offers.find(({ label }) => label === answer)?.act();
}
