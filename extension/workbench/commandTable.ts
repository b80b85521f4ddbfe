// How every command of the extension is registered: what goes wrong in one is shown to the user, with the way to the
// log where the log says more.

import * as vscode from 'vscode';
import { asError, EngineError } from '../../engine/protocol/errors.js';

/** Command id → what it does. Arguments are what VS Code's menus hand over. */
export type CommandTable = Readonly<Record<string, (...args: never[]) => unknown>>;

/** A command that fails shows why and returns undefined. */
export function registerTable(log: vscode.LogOutputChannel, commands: CommandTable): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (...args: never[]) => {
        try {
          return await run(...args);
        } catch (thrown) {
          showFailure(thrown, log);
          return undefined;
        }
      }),
    ),
  );
}

/** Menus are disabled in untrusted workspaces (`enablement`); this is for callers that do not ask them. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new EngineError(
      'usage',
      'DeepLIIF does that only in trusted workspaces; here it shows results, and changes nothing. ' +
        'Trust this one first.',
    );
}

/** How long the status bar says that something was cancelled. */
const CANCELLED_MS = 10_000;

/** Being cancelled is no failure: the status bar says so, and no message needs to be closed. */
export function showFailure(thrown: unknown, log: vscode.LogOutputChannel): void {
  const error = asError(thrown);
  if (error instanceof EngineError && error.code === 'cancelled') {
    vscode.window.setStatusBarMessage(`DeepLIIF: ${error.message}`, CANCELLED_MS);
    return;
  }
  log.error(error);
  if (error instanceof EngineError) void vscode.window.showErrorMessage(error.message);
  else
    void vscode.window.showErrorMessage(error.message, 'Show Log').then((answer) => {
      if (answer) log.show();
    });
}
