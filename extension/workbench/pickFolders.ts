// List of the folders of one tree, or of several, to pick from.

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

/** Folder of a tree as a row to pick. */
export interface FolderChoice extends vscode.QuickPickItem {
  readonly pick: () => Promise<readonly string[]>;
}

/** Absolute paths; none if the user picks nothing. */
export async function pickFolders<T extends ListedFolder>(
  tree: FolderTree<T>,
  how: HowToPick<T>,
): Promise<readonly string[]> {
  return pickAmong(await folderChoices(tree, how.which), how);
}

/** Folders of a tree to pick from. */
export async function folderChoices<T extends ListedFolder>(
  tree: FolderTree<T>,
  which: (one: T) => boolean = () => true,
): Promise<readonly FolderChoice[]> {
  return (await tree.all()).filter(which).map((one) => ({
    label: one.name,
    description: tree.row(one).description,
    detail: dirname(one.folder),
    pick: () => Promise.resolve([one.folder]),
  }));
}

/** Absolute paths; none if the user picks nothing. */
export async function pickAmong(
  found: readonly FolderChoice[],
  { placeHolder, none, several = false, other }: Omit<HowToPick<never>, 'which'>,
): Promise<readonly string[]> {
  if (found.length === 0 && !other) throw new EngineError('usage', none);
  const choices = [...found];
  if (other) choices.push({ ...other, label: `$(folder-opened) ${other.label}`, alwaysShow: true });
  const options = { placeHolder, matchOnDetail: true };
  const picked = several
    ? await vscode.window.showQuickPick(choices, { ...options, canPickMany: true })
    : [await vscode.window.showQuickPick(choices, options)];
  const folders: string[] = [];
  for (const choice of picked ?? []) if (choice) folders.push(...(await choice.pick()));
  return folders;
}
