// Registers all commands of the extension at one place: which of them need a trusted workspace, and how a failure is
// shown to the user, with the way to the log where the log says more.

import * as vscode from 'vscode';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import { COMMANDS_FOR_LOOKING, type CommandId } from './ids.js';

/** Function of each command; its arguments are those of VS Code's menus. A missing command does not compile. */
export type CommandTable = Readonly<Record<CommandId, (...args: never[]) => unknown>>;

/** A command that fails shows why and returns undefined. */
export function registerCommands(log: vscode.LogOutputChannel, commands: CommandTable): vscode.Disposable {
  return vscode.Disposable.from(
    ...Object.entries(commands).map(([id, run]) =>
      vscode.commands.registerCommand(id, async (...args: never[]) => {
        try {
          if (!COMMANDS_FOR_LOOKING.has(id)) requireTrust();
          return await run(...args);
        } catch (thrown) {
          showFailure(thrown, log);
          return undefined;
        }
      }),
    ),
  );
}

/** Menus are disabled in untrusted workspaces (`enablement`); other callers come through here. */
export function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        'DeepLIIF does that only in trusted workspaces. In this one it shows results and changes nothing. Trust the workspace first.',
      ),
    );
}

/** Time for which the status bar shows a cancellation. */
const CANCELLED_MS = 10_000;

/** Cancelling is no failure: the status bar shows it, and no message needs to be closed. */
export function showFailure(thrown: unknown, log: vscode.LogOutputChannel): void {
  const error = asError(thrown);
  if (error instanceof EngineError && error.code === 'cancelled') {
    vscode.window.setStatusBarMessage(vscode.l10n.t('DeepLIIF: {0}', error.message), CANCELLED_MS);
    return;
  }
  log.error(error);
  if (error instanceof EngineError) {
    void vscode.window.showErrorMessage(error.message);
    return;
  }
  void vscode.window.showErrorMessage(error.message, vscode.l10n.t('Show Log')).then((answer) => {
    if (answer !== undefined) log.show();
  });
}
