// Panels of sweeps: one for each sweep, and for each journal of Optuna. Light, since it is part of every start; the page
// behind it is loaded when it is to be shown (decision 0011).

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { isSweepFolder } from '../../engine/reading/followSweep.js';
import type { FrameContext } from '../panels/folderPage.js';
import { registerFolderPanels, type FolderPanels, type PanelKind } from '../panels/folderPanels.js';
import { PANELS } from '../workbench/ids.js';
import type { SweepControl } from './sweepControl.js';
import type { SweepPage } from './sweepPage.js';

/** `control`: requests to the engine; only those of a panel that is shown are sent. */
export function registerSweepPanels(
  frame: FrameContext,
  control: () => SweepControl,
): FolderPanels<SweepPage> {
  const kind: PanelKind<SweepPage> = {
    viewType: PANELS.sweep,
    title: ([place]) => vscode.l10n.t('Sweep {0}', basename(place ?? '')),
    saved: { field: 'sweeps', most: 1 },
    panels: 'each',
    check: isSweepFolder,
    load: async () => {
      const { SweepPage } = await import('./sweepPage.js');
      return ({ webview }, shown) => new SweepPage(webview, frame, control(), shown);
    },
  };
  return registerFolderPanels(frame, kind);
}
