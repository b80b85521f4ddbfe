// Actions that every tree of folders has: refresh, rename, delete, reveal, and finding out which folders are meant.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { wrongName } from './folderName.js';
import type { FolderTree, ListedFolder } from './folderTree.js';
import { givenFolder } from './givenFolder.js';
import { moveToTrash } from './moveToTrash.js';
import { pickFolders } from './pickFolders.js';
import { revealFolder } from './revealFolder.js';

/** Words of a kind of folders. */
export interface FolderWords {
  /** "Which result?" */
  readonly which: string;
  /** Error if there is none to pick. */
  readonly none: string;
  /** "Delete 3 results?" */
  readonly deleteSeveral: (count: number) => string;
  /** Detail of the question: the parts that go to the trash, and those that stay. */
  readonly deleteDetail: string;
}

export interface FolderKind<T extends ListedFolder> {
  readonly tree: FolderTree<T>;
  /** Files that stand for the folder in which they lie, where a command is given one. */
  readonly markers: readonly string[];
  /** Reads one folder. Rejects for a folder of another kind, which is neither renamed nor deleted then. */
  readonly read: (folder: string) => Promise<T>;
  /** Reason, in words, why the folder must keep its place and name at present; undefined: it need not. */
  readonly busy?: (one: T) => string | undefined;
  /** Asked for when they are needed, since translations are not there before. */
  readonly words: () => FolderWords;
}

/** Arguments as VS Code's menus pass them: the clicked item, and all selected ones. */
export interface FolderCommands<T> {
  refresh(): void;
  /** Absolute paths of the folders that are meant: given, selected in the tree, or picked among those of `which`. */
  meant(clicked?: unknown, selected?: unknown, which?: (one: T) => boolean): Promise<readonly string[]>;
  /** Renames the folder to `name`, or to what the user types. Returns its new place; undefined if it is left alone. */
  rename(clicked?: unknown, name?: unknown): Promise<vscode.Uri | undefined>;
  /** Moves the folders to the trash, if the user agrees. */
  remove(clicked?: unknown, selected?: unknown): Promise<void>;
  reveal(clicked?: unknown): Promise<void>;
}

export function folderCommands<T extends ListedFolder>(kind: FolderKind<T>): FolderCommands<T> {
  const { tree, read, markers } = kind;

  const meant: FolderCommands<T>['meant'] = async (clicked, selected, which) => {
    const given = givenFolders(clicked, selected, markers);
    if (given.length > 0) return given;
    // Keys of the view hand nothing over.
    if (tree.view.visible && tree.view.selection.length > 0)
      return tree.view.selection.map(({ fsPath }) => fsPath);
    const { which: placeHolder, none } = kind.words();
    return pickFolders(tree, { placeHolder, none, ...(which ? { which } : {}) });
  };
  const readIdle = async (folder: string) => {
    const one = await read(folder);
    const busy = kind.busy?.(one);
    if (busy !== undefined) throw new EngineError('usage', busy);
    return one;
  };

  return {
    refresh: () => tree.refresh(),
    meant,
    rename: async (clicked, given) => {
      const [folder] = await meant(clicked);
      if (folder === undefined) return undefined;
      const { name: old } = await readIdle(folder);
      const wrongWith = (name: string) => wrongName(name, old, dirname(folder));
      const name = typeof given === 'string' ? given : await askForName(old, wrongWith);
      if (name === undefined || name === old) return undefined;
      const wrong = wrongWith(name);
      if (wrong !== undefined) throw new EngineError('usage', wrong);
      const target = vscode.Uri.joinPath(vscode.Uri.file(folder), '..', name);
      await vscode.workspace.fs.rename(vscode.Uri.file(folder), target, { overwrite: false });
      tree.refresh();
      return target;
    },
    remove: async (clicked, selected) => {
      const folders = await meant(clicked, selected);
      const [first, ...more] = folders;
      if (first === undefined) return;
      await Promise.all(folders.map(readIdle)); // nothing but folders of the kind is deleted
      const { deleteSeveral, deleteDetail } = kind.words();
      const question =
        more.length === 0 ? vscode.l10n.t('Delete "{0}"?', basename(first)) : deleteSeveral(folders.length);
      const agreed = await vscode.window.showWarningMessage(
        question,
        { modal: true, detail: deleteDetail },
        vscode.l10n.t('Move to Trash'),
      );
      if (!agreed) return;
      for (const folder of folders) await moveToTrash(vscode.Uri.file(folder));
      tree.refresh();
    },
    reveal: async (clicked) => {
      const [folder] = await meant(clicked);
      if (folder !== undefined) await revealFolder(vscode.Uri.file(folder));
    },
  };
}

/** Folders that a command was given; none where it was called without. */
export function givenFolders(
  clicked: unknown,
  selected: unknown,
  markers: readonly string[],
): readonly string[] {
  if (Array.isArray(selected) && selected.length > 0)
    return selected.map((one: unknown) => givenFolder(one, markers));
  return clicked === undefined ? [] : [givenFolder(clicked, markers)];
}

async function askForName(
  old: string,
  validateInput: (name: string) => string | undefined,
): Promise<string | undefined> {
  return vscode.window.showInputBox({ title: vscode.l10n.t('Rename {0}', old), value: old, validateInput });
}
