// Item of the status bar: the model in use, the engine's health, and a menu of what can be done about both.

import * as vscode from 'vscode';
import type { BackendInUse } from '../../engine/protocol/backends.js';
import { COMMANDS, STATUS_BAR_ITEM, STATUS_MENU } from '../workbench/ids.js';
import type { EngineState } from './engine.js';
import { statusText, type StatusModel } from './statusText.js';

export interface StatusBar extends vscode.Disposable {
  state(state: EngineState): void;
  backend(backend: BackendInUse): void;
  model(model: StatusModel): void;
}

export function createStatusBar(first: StatusModel): StatusBar {
  const item = vscode.window.createStatusBarItem(STATUS_BAR_ITEM, vscode.StatusBarAlignment.Right, 50);
  item.name = vscode.l10n.t('DeepLIIF');
  item.command = STATUS_MENU;
  let shown: EngineState = { name: 'stopped' };
  let used: BackendInUse | undefined;
  let inUse = first;

  const show = () => {
    const { text, tooltip, severity } = statusText(shown, inUse, used);
    item.text = text;
    item.tooltip = tooltip;
    item.accessibilityInformation = { label: tooltip };
    item.backgroundColor =
      severity === 'normal' ? undefined : new vscode.ThemeColor(`statusBarItem.${severity}Background`);
    item.show();
  };
  show();
  // No command of the palette: its entries are there already.
  const menu = vscode.commands.registerCommand(STATUS_MENU, () => openMenu(inUse, shown));
  return {
    state: (state) => {
      shown = state;
      show();
    },
    backend: (backend) => {
      used = backend;
      show();
    },
    model: (model) => {
      inUse = model;
      show();
    },
    dispose: () => void vscode.Disposable.from(item, menu).dispose(),
  };
}

async function openMenu(model: StatusModel, state: EngineState): Promise<void> {
  const entry = (command: string, icon: string, label: string, description = '') => ({
    label: `$(${icon}) ${label}`,
    description,
    command,
  });
  const entries = [
    entry(COMMANDS.selectModel, 'circuit-board', vscode.l10n.t('Select Model…'), model.title),
    entry(COMMANDS.bringModel, 'cloud-download', vscode.l10n.t("Import DeepLIIF's Original Weights…")),
    entry(COMMANDS.setUpEngine, 'dashboard', vscode.l10n.t('Set Up Engine…')),
    entry(COMMANDS.analyseImage, 'beaker', vscode.l10n.t('Analyse Image')),
    entry(COMMANDS.restartEngine, 'debug-restart', vscode.l10n.t('Restart Engine')),
    entry(COMMANDS.showLog, 'output', vscode.l10n.t('Show Log')),
  ];
  const title = statusText(state, model).text.replace(/^\$\([^)]*\) /, '');
  const picked = await vscode.window.showQuickPick(entries, {
    title,
    placeHolder: vscode.l10n.t('What do you want to do?'),
  });
  if (picked) await vscode.commands.executeCommand(picked.command);
}
