// Follows files and folders on disk, inside the workspace or not.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';

/** Replacing a folder makes many events; the last one counts. */
const QUIET_MS = 300;

/** Calls back for everything that appears, changes or goes at places that match. */
export function watchPatterns(
  patterns: readonly vscode.RelativePattern[],
  changed: (place: vscode.Uri) => void,
): vscode.Disposable {
  return vscode.Disposable.from(
    ...patterns.flatMap((pattern) => {
      const watcher = vscode.workspace.createFileSystemWatcher(pattern);
      return [
        watcher,
        watcher.onDidCreate(changed),
        watcher.onDidChange(changed),
        watcher.onDidDelete(changed),
      ];
    }),
  );
}

/**
 * Calls back once things are quiet again after one of the paths, or something directly in it, has changed. A result is
 * replaced as a whole folder: both the folder's own entry and its content are followed.
 */
export function watchFiles(paths: readonly string[], changed: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const names = new Set(paths.map((path) => basename(path)));
  const folders = new Set(paths.flatMap((path) => [path, dirname(path)]));
  const patterns = [...folders].map((folder) => new vscode.RelativePattern(vscode.Uri.file(folder), '*'));
  const watching = watchPatterns(patterns, ({ fsPath }) => {
    if (!paths.includes(dirname(fsPath)) && !names.has(basename(fsPath))) return;
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET_MS);
  });
  return vscode.Disposable.from(watching, { dispose: () => clearTimeout(timer) });
}
