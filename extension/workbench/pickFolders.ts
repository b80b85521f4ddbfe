// List of the folders of a tree to pick from.

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { FolderTree, ListedFolder } from './folderTree.js';

export interface HowToPick<T> {
  readonly placeHolder: string;
  /** Error if there is nothing to pick. */
  readonly none: string;
  readonly several?: boolean;
  /** Folders that are offered; default: all. */
  readonly which?: (one: T) => boolean;
  /** A last choice with its own action. */
  readonly other?: { readonly label: string; readonly pick: () => Promise<readonly string[]> };
}

/** Absolute paths; none if the user picks nothing. */
export async function pickFolders<T extends ListedFolder>(
  tree: FolderTree<T>,
  { placeHolder, none, several = false, which = () => true, other }: HowToPick<T>,
): Promise<readonly string[]> {
  const found = (await tree.all()).filter(which);
  if (found.length === 0 && !other) throw new EngineError('usage', none);
  const choices: Choice[] = found.map((one) => ({
    label: one.name,
    description: tree.row(one).description,
    detail: dirname(one.folder),
    pick: () => Promise.resolve([one.folder]),
  }));
  if (other) choices.push({ ...other, label: `$(folder-opened) ${other.label}`, alwaysShow: true });
  const options = { placeHolder, matchOnDetail: true };
  const picked = several
    ? await vscode.window.showQuickPick(choices, { ...options, canPickMany: true })
    : [await vscode.window.showQuickPick(choices, options)];
  const folders: string[] = [];
  for (const choice of picked ?? []) if (choice) folders.push(...(await choice.pick()));
  return folders;
}

interface Choice extends vscode.QuickPickItem {
  readonly pick: () => Promise<readonly string[]>;
}
