// Row of a tree that tells a problem in a sentence.

import * as vscode from 'vscode';

export function problemItem(problem: string): vscode.TreeItem {
  const item = new vscode.TreeItem(problem);
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.tooltip = problem;
  return item;
}
