// Panel of a report: the HTML file as a page. Scripts are off, no local file can be loaded, and the file's own policy allows
// its style and its embedded pictures only. It works in every VS Code, also in a browser and on a remote machine.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { REPORT_PANEL } from '../workbench/ids.js';
import { offerToOpen } from '../workbench/offerToOpen.js';

const open = new Map<string, vscode.WebviewPanel>();

/** Shows a report (an HTML file) in a panel; one that is open already is read again and brought to the front. */
export async function showReport(file: vscode.Uri): Promise<void> {
  const bytes = await vscode.workspace.fs.readFile(file);
  const key = file.toString();
  const panel = open.get(key) ?? createPanel(key, basename(file.fsPath));
  panel.webview.html = Buffer.from(bytes).toString('utf8');
  panel.reveal();
}

function createPanel(key: string, title: string): vscode.WebviewPanel {
  const panel = vscode.window.createWebviewPanel(REPORT_PANEL, title, vscode.ViewColumn.Active, {
    enableScripts: false,
    enableFindWidget: true,
    localResourceRoots: [],
  });
  open.set(key, panel);
  panel.onDidDispose(() => open.delete(key));
  return panel;
}

/** True if the operating system's browser can open a file of this machine: it prints reports. */
export function hasBrowserForFiles(): boolean {
  return vscode.env.remoteName === undefined && vscode.env.uiKind === vscode.UIKind.Desktop;
}

/** Message about a new report, with buttons to open it; resolves when the user has answered. */
export async function offerReport(message: string, file: vscode.Uri): Promise<void> {
  const inBrowser = {
    label: vscode.l10n.t('Open in Browser'),
    act: () => vscode.env.openExternal(file),
  };
  await offerToOpen(message, file, [
    { label: vscode.l10n.t('Open Report'), act: () => showReport(file) },
    ...(hasBrowserForFiles() ? [inBrowser] : []),
  ]);
}
