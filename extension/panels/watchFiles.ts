// Follows files and folders on disk, in the workspace or not. A result is replaced as a whole folder, so both the
// folder's own entry and what is in it are looked at.

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';

/** Replacing a folder makes many events; the last one counts. */
const QUIET_MS = 300;

/** Calls back once things are quiet again after one of the paths, or something directly in it, has changed. */
export function watchFiles(paths: readonly string[], changed: () => void): vscode.Disposable {
  let timer: NodeJS.Timeout | undefined;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(changed, QUIET_MS);
  };
  const parents = new Set(paths.map((path) => dirname(path)));
  const names = new Set(paths.map((path) => basename(path)));
  const watchers = [...new Set([...paths, ...parents])].map((folder) => {
    const watcher = vscode.workspace.createFileSystemWatcher(
      new vscode.RelativePattern(vscode.Uri.file(folder), '*'),
    );
    const event = ({ fsPath }: vscode.Uri) => {
      if (paths.includes(dirname(fsPath)) || names.has(basename(fsPath))) later();
    };
    return vscode.Disposable.from(
      watcher,
      watcher.onDidCreate(event),
      watcher.onDidChange(event),
      watcher.onDidDelete(event),
    );
  });
  return vscode.Disposable.from(...watchers, { dispose: () => clearTimeout(timer) });
}
