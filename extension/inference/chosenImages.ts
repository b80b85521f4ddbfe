// Images that a command means: those selected in the explorer, or the one in the active editor, whatever shows it (VS
// Code's preview, our viewer, a result panel, or text).

import * as vscode from 'vscode';

/**
 * `clicked` and `selected`: as VS Code's explorer passes them; the palette passes none. `ofPanel`: images of the active
 * result panel. Returns nothing if no file is meant.
 */
export function chosenImages(
  clicked: vscode.Uri | undefined,
  selected: readonly vscode.Uri[] | undefined,
  ofPanel: () => readonly vscode.Uri[],
): readonly vscode.Uri[] {
  if (selected && selected.length > 0) return selected;
  if (clicked) return [clicked];
  const input = vscode.window.tabGroups.activeTabGroup.activeTab?.input;
  if (input instanceof vscode.TabInputCustom || input instanceof vscode.TabInputText) return [input.uri];
  return input instanceof vscode.TabInputWebview ? ofPanel() : [];
}
