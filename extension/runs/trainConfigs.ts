// Choice of the configuration file of a training run, *.deepliif-train.json.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';

export const CONFIG_PATTERN = '**/*.deepliif-train.json';
export const CONFIG_ENDING = '.deepliif-train.json';
const MOST_LISTED = 200;

/** File that is clicked, or in the active editor, or picked; undefined if the user picks none. */
export async function configToStart(clicked: unknown): Promise<string | undefined> {
  const given = typeof clicked === 'string' ? vscode.Uri.file(clicked) : clicked;
  const open = vscode.window.activeTextEditor?.document;
  const uri =
    given instanceof vscode.Uri
      ? given
      : open?.uri.path.endsWith(CONFIG_ENDING)
        ? open.uri
        : await pickConfig();
  if (!uri) return undefined;
  if (uri.scheme !== 'file')
    throw new EngineError(
      'usage',
      vscode.l10n.t('The file is not on this machine: {0}. Copy it here first.', uri.toString(true)),
    );
  const document = vscode.workspace.textDocuments.find(({ uri: one }) => one.toString() === uri.toString());
  if (document?.isDirty) await document.save(); // the run uses the configuration as the editor shows it
  return uri.fsPath;
}

async function pickConfig(): Promise<vscode.Uri | undefined> {
  const files = await vscode.workspace.findFiles(CONFIG_PATTERN, '**/node_modules/**', MOST_LISTED);
  if (files.length === 0)
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        'There is no *.deepliif-train.json in the workspace. "DeepLIIF: New Training…" writes one for a folder of images.',
      ),
    );
  const items = files.map((file) => ({ label: vscode.workspace.asRelativePath(file), file }));
  if (items.length === 1) return items[0]!.file;
  const placeHolder = vscode.l10n.t('Which configuration?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.file;
}
