// Choice of a configuration file for a command: *.deepliif-train.json, *.deepliif-sweep.json.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';

export interface ConfigKind {
  /** End of its files' names. */
  readonly ending: string;
  /** Error if the workspace has none. */
  readonly none: string;
}

const MOST_LISTED = 200;

/** File that is clicked, or in the active editor, or picked; undefined if the user picks none. It is saved. */
export async function givenConfig(clicked: unknown, kind: ConfigKind): Promise<string | undefined> {
  const given = typeof clicked === 'string' ? vscode.Uri.file(clicked) : clicked;
  const open = vscode.window.activeTextEditor?.document;
  const uri =
    given instanceof vscode.Uri
      ? given
      : open?.uri.path.endsWith(kind.ending)
        ? open.uri
        : await pickConfig(kind);
  if (!uri) return undefined;
  if (uri.scheme !== 'file')
    throw new EngineError(
      'usage',
      vscode.l10n.t('The file is not on this machine: {0}. Copy it here first.', uri.toString(true)),
    );
  const document = vscode.workspace.textDocuments.find(({ uri: one }) => one.toString() === uri.toString());
  if (document?.isDirty) await document.save(); // the configuration is used as the editor shows it
  return uri.fsPath;
}

/** Configurations of the workspace. */
export function configsOfWorkspace({ ending }: Pick<ConfigKind, 'ending'>): Thenable<vscode.Uri[]> {
  return vscode.workspace.findFiles(`**/*${ending}`, '**/node_modules/**', MOST_LISTED);
}

async function pickConfig(kind: ConfigKind): Promise<vscode.Uri | undefined> {
  const files = await configsOfWorkspace(kind);
  if (files.length === 0) throw new EngineError('usage', kind.none);
  const items = files.map((file) => ({ label: vscode.workspace.asRelativePath(file), file }));
  if (items.length === 1) return items[0]!.file;
  const placeHolder = vscode.l10n.t('Which configuration?');
  return (await vscode.window.showQuickPick(items, { placeHolder }))?.file;
}
