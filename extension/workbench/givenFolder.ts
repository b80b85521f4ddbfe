// Folder that a command is given: by VS Code's menus as an address, by tasks and other extensions as a path, and instead
// of the folder also the file that marks it.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';

/** Absolute path of the folder. `markers`: files that stand for the folder in which they lie. */
export function givenFolder(given: unknown, markers: readonly string[]): string {
  const uri = typeof given === 'string' ? vscode.Uri.file(given) : given;
  if (!(uri instanceof vscode.Uri))
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        'Expected the address or the absolute path of a folder. Choose the folder in the explorer.',
      ),
    );
  if (uri.scheme !== 'file')
    throw new EngineError(
      'usage',
      vscode.l10n.t('The folder is not on this machine: {0}. Copy it here first.', uri.toString(true)),
    );
  return markers.includes(basename(uri.fsPath)) ? dirname(uri.fsPath) : uri.fsPath;
}
