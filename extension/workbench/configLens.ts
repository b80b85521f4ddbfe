// Lenses above the first line of configuration files: to start what they describe, and to open what was started. Those
// of trainings and of sweeps are such lenses.

import * as vscode from 'vscode';
import type { FolderTree, ListedFolder } from './folderTree.js';

export interface ConfigLensKind<T extends ListedFolder> {
  /** Files that have the lenses: a glob. */
  readonly pattern: string;
  readonly tree: FolderTree<T>;
  /** Facts about a folder of the tree on which the lenses depend. */
  readonly factsOf: (one: T) => unknown;
  readonly lenses: (document: vscode.TextDocument, listed: readonly T[]) => readonly vscode.Command[];
}

/** A workspace that is not trusted has no lenses: nothing starts in it. */
export function registerConfigLens<T extends ListedFolder>(kind: ConfigLensKind<T>): vscode.Disposable {
  const { tree } = kind;
  const changed = new vscode.EventEmitter<undefined>();
  let last = '';
  const seen = tree.onDidRead((listed) => {
    const now = JSON.stringify(listed.map((one) => [one.folder, kind.factsOf(one)]));
    if (now !== last) changed.fire(undefined);
    last = now;
  });
  const provider = vscode.languages.registerCodeLensProvider(
    { pattern: kind.pattern, scheme: 'file' },
    {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document) => {
        if (!vscode.workspace.isTrusted) return [];
        const top = new vscode.Range(0, 0, 0, 0);
        return kind.lenses(document, await tree.all()).map((command) => new vscode.CodeLens(top, command));
      },
    },
  );
  return vscode.Disposable.from(changed, seen, provider);
}
