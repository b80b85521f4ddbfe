// The training dashboard of this window: one panel, which outlives a reload of the window, since VS Code keeps what its
// page saved and hands it back.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { RunAction } from '../../webview/messages/training.js';
import { requireTrust } from '../workbench/commandTable.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { savedRuns } from './dashboardIntents.js';
import { DashboardPage, type DashboardContext, type DashboardIntent } from './dashboardPage.js';

export const TRAINING_PANEL = 'deepliif.training';

export interface Dashboards extends vscode.Disposable {
  /** Shows the curves of these runs (absolute paths of their folders), in front. */
  open(folders: readonly string[]): Promise<void>;
  /** Fills a panel that VS Code has kept over a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): Promise<void>;
  /** Folders of the runs that the panel in front shows; none when none is. */
  active(): readonly string[];
  /** Has the page make a picture of its curves, which is then saved. */
  exportPicture(): void;
}

/** `act`, `compare`: what the commands of the same names do. */
export function createDashboards(
  context: DashboardContext,
  act: (folder: string, action: RunAction) => Promise<unknown>,
  compare: (folders: readonly string[]) => Promise<unknown>,
): Dashboards {
  let open: { readonly panel: vscode.WebviewPanel; readonly page: DashboardPage } | undefined;

  const carryOut = async (intent: DashboardIntent): Promise<void> => {
    switch (intent.type) {
      case 'act':
        requireTrust();
        await act(intent.run, intent.action);
        return;
      case 'compare':
        await compare(intent.runs);
        return;
      case 'reveal':
        return revealFolder(vscode.Uri.file(intent.run));
      case 'save':
        return save(intent.name, intent.format, intent.bytes);
      case 'failed':
        context.log.error(`The dashboard: ${intent.message}`);
        if (intent.show) void vscode.window.showErrorMessage(intent.message);
        return;
    }
  };
  const fill = (panel: vscode.WebviewPanel) => {
    const page = new DashboardPage(panel.webview, context, carryOut);
    const filled = { panel, page };
    open = filled;
    panel.iconPath = vscode.Uri.joinPath(context.extension, 'extension/media/deepliif.svg');
    panel.onDidDispose(() => {
      if (open === filled) open = undefined;
      page.dispose();
    });
    return filled;
  };

  return {
    open: async (folders) => {
      open?.panel.reveal();
      await (open ?? fill(newPanel())).page.open(folders);
    },
    restore: async (panel, state) => {
      if (open) {
        panel.dispose(); // one is enough, and it was opened by the user since
        return;
      }
      await fill(panel).page.open(savedRuns(state));
    },
    active: () => (open?.panel.active ? open.page.ticked : []),
    exportPicture: () => open?.page.post({ type: 'export', format: 'png' }),
    // The panel itself stays, for VS Code to restore.
    dispose: () => open?.page.dispose(),
  };
}

function newPanel(): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(
    TRAINING_PANEL,
    'Training',
    vscode.ViewColumn.Active,
    // The page gets its folders when they are known.
    { enableScripts: true, localResourceRoots: [] },
  );
}

const PNG_SIGNATURE = [0x89, 0x50, 0x4e, 0x47];

async function save(name: string, format: 'csv' | 'png', bytes: Uint8Array): Promise<void> {
  requireTrust();
  if (format === 'png' && !PNG_SIGNATURE.every((byte, i) => bytes[i] === byte))
    throw new EngineError(
      'usage',
      'The page made no PNG file of its curves. Look into the log, and try again.',
    );
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const stem = name.replace(/[^\p{L}\p{N} _.-]+/gu, '_') || 'curves';
  const file = await vscode.window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, `${stem}.${format}`) } : {}),
    filters: format === 'csv' ? { 'Table of numbers': ['csv'] } : { 'PNG picture': ['png'] },
    title: `Save ${name}`,
  });
  if (!file) return;
  await vscode.workspace.fs.writeFile(file, bytes);
  const answer = await vscode.window.showInformationMessage(`Saved as ${basename(file.fsPath)}.`, 'Open');
  if (answer) await vscode.commands.executeCommand('vscode.open', file);
}
