// Context key with the folders of all listed results, by which menus know the pictures in them.

import * as vscode from 'vscode';
import type { ListedResult } from '../../engine/reading/listResults.js';
import type { FolderTree } from '../workbench/folderTree.js';
import { CONTEXTS } from '../workbench/ids.js';

/** Sets the key after each reading of the results, until disposed. */
export function followResultFolders(results: FolderTree<ListedResult>): vscode.Disposable {
  return results.onDidRead((all) => {
    // VS Code compares the key with paths as it writes them itself.
    const paths = all.map(({ folder }) => vscode.Uri.file(folder).fsPath);
    void vscode.commands.executeCommand('setContext', CONTEXTS.resultFolders, paths);
  });
}
