// The engine's health in the status bar.

import * as vscode from 'vscode';
import type { BackendInUse } from '../../engine/protocol/backends.js';
import type { EngineState } from './engine.js';
import { statusText } from './statusText.js';

export interface StatusBar extends vscode.Disposable {
  state(state: EngineState): void;
  backend(backend: BackendInUse): void;
}

export function createStatusBar(): StatusBar {
  const item = vscode.window.createStatusBarItem('deepliif.engine', vscode.StatusBarAlignment.Right, 50);
  item.name = 'DeepLIIF Engine';
  item.command = 'deepliif.showLog';
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
