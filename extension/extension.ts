// The extension host part begins here: makes the objects and connects them. Nothing heavy happens until a command
// needs the engine.

import * as vscode from 'vscode';
import { registerCommands } from './commands.js';
import { Engine } from './engine/engine.js';
import { createStatusBar } from './statusBar.js';

export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel('DeepLIIF', { log: true });
  const statusBar = createStatusBar();
  const engine = new Engine({
    script: context.asAbsolutePath('dist/engine.js'),
    log,
    changed: (state) => statusBar.state(state),
  });
  const commands = registerCommands({ engine, log, usedBackend: (backend) => statusBar.backend(backend) });
  // Stopped in this order; should the host end sooner, the engine notices that the channel is closed.
  context.subscriptions.push({ dispose: () => void engine.stop() }, commands, statusBar, log);
}
