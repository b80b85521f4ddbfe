// The commands of the palette and the menus, as package.json declares them. What goes wrong in one is shown to the
// user, with the way to the log where the log says more.

import * as vscode from 'vscode';
import { asError, EngineError } from '../engine/protocol/errors.js';
import { analyseImages, type AnalysisContext } from './inference/analyseImages.js';
import { chosenImages } from './inference/chosenImages.js';

export function registerCommands(context: AnalysisContext): vscode.Disposable {
  const { engine, log } = context;
  const commands: Readonly<Record<string, (...args: never[]) => unknown>> = {
    'deepliif.analyseImage': async (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
      requireTrust();
      return analyseImages(context, chosenImages(clicked, selected));
    },
    'deepliif.restartEngine': async () => {
      requireTrust();
      await engine.restart();
    },
    'deepliif.showLog': () => log.show(),
  };
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
function requireTrust(): void {
  if (!vscode.workspace.isTrusted)
    throw new EngineError(
      'usage',
      'DeepLIIF analyses images only in trusted workspaces. Trust this one first.',
    );
}

function showFailure(thrown: unknown, log: vscode.LogOutputChannel): void {
  const error = asError(thrown);
  if (error instanceof EngineError && error.code === 'cancelled') return;
  log.error(error);
  if (error instanceof EngineError) void vscode.window.showErrorMessage(error.message);
  else
    void vscode.window.showErrorMessage(error.message, 'Show Log').then((answer) => {
      if (answer) log.show();
    });
}
