// Item of the status bar that shows the engine's health.

import * as vscode from 'vscode';
import type { BackendInUse } from '../../engine/protocol/backends.js';
import { COMMANDS, STATUS_BAR_ITEM } from '../workbench/ids.js';
import type { EngineState } from './engine.js';
import { statusText } from './statusText.js';

export interface StatusBar extends vscode.Disposable {
  state(state: EngineState): void;
  backend(backend: BackendInUse): void;
}

export function createStatusBar(): StatusBar {
  const item = vscode.window.createStatusBarItem(STATUS_BAR_ITEM, vscode.StatusBarAlignment.Right, 50);
  item.name = vscode.l10n.t('DeepLIIF Engine');
  item.command = COMMANDS.showLog;
  let shown: EngineState = { name: 'stopped' };
  let used: BackendInUse | undefined;

  const show = () => {
    const { text, tooltip, severity } = statusText(shown, used);
    item.text = text;
    item.tooltip = tooltip;
    item.backgroundColor =
      severity === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`);
    item.show();
  };
  show();
  return {
    state: (state) => {
      shown = state;
      show();
    },
    backend: (backend) => {
      used = backend;
      show();
    },
    dispose: () => item.dispose(),
  };
}
