// Training dashboard of this window: one panel, which outlives a reload of the window. Light, since it is part of every
// start; the page behind it is loaded when it is to be shown (decision 0011).

import * as vscode from 'vscode';
import { MOST_ROOTS, MOST_SELECTED } from '../../webview/messages/training.js';
import { registerFolderPanels, type PanelKind } from '../panels/folderPanels.js';
import { PANELS } from '../workbench/ids.js';
import type { DashboardActions, DashboardContext, DashboardPage } from './dashboardPage.js';
import { checkShown } from './givenRun.js';

export interface Dashboard extends vscode.Disposable {
  /** Shows the curves of these runs, or of all runs below these folders (absolute paths), in front. */
  open(folders: readonly string[]): Promise<void>;
  /** Folders of the runs that the dashboard shows; none if it is not in front. */
  inFront(): readonly string[];
  /** Opens these runs, unless they are in front, and has the page make a picture of its curves, which is then saved. */
  exportPicture(folder: string): Promise<void>;
}

export function registerDashboard(context: DashboardContext, actions: DashboardActions): Dashboard {
  const kind: PanelKind<DashboardPage> = {
    viewType: PANELS.training,
    title: () => vscode.l10n.t('Training'),
    saved: { field: 'selected', most: MOST_SELECTED + MOST_ROOTS },
    panels: 'single',
    check: checkShown,
    load: async () => {
      const { DashboardPage } = await import('./dashboardPage.js');
      return ({ webview }) => new DashboardPage(webview, context, actions);
    },
  };
  const panels = registerFolderPanels(context, kind);
  const inFront = () => panels.active()?.folders ?? [];
  return {
    open: async (folders) => void (await panels.open(folders)),
    inFront,
    exportPicture: async (folder) => {
      const active = panels.active();
      const page = active?.folders.includes(folder) ? active : await panels.open([folder]);
      page.exportPicture();
    },
    dispose: () => void panels.dispose(),
  };
}
