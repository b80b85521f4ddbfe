// Panels of one kind, each of which shows some folders: how they are opened, brought to the front, filled, and restored
// after a reload of the window, for which VS Code keeps what their page saved.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import type { PanelId } from '../workbench/ids.js';
import { savedFolders } from './checkedMessage.js';
import type { FrameContext } from './folderPage.js';

/** Host's side of one panel. */
export interface PanelContent extends vscode.Disposable {
  /** Absolute paths of the folders that it shows. */
  readonly folders: readonly string[];
  /** Shows these folders instead; called for the first ones, too. */
  show(folders: readonly string[]): Promise<void>;
}

export interface PanelKind<Content extends PanelContent> {
  readonly viewType: PanelId;
  /** Title of the tab. */
  readonly title: (folders: readonly string[]) => string;
  /** Field of the page's saved state that holds its folders, and how many there may be. */
  readonly saved: { readonly field: string; readonly most: number };
  /** `single`: one panel for all that is opened, which may be empty. `each`: one for each set of folders. */
  readonly panels: 'single' | 'each';
  /** Rejects for a folder that cannot be shown. */
  readonly check: (folder: string) => Promise<unknown>;
  /** Loads what fills a panel, when the first one is to be shown (decision 0011). */
  readonly load: () => Promise<Fill<Content>>;
}

/** `shown`: to be called after each change of what is shown. */
export type Fill<Content> = (panel: vscode.WebviewPanel, shown: () => void) => Content;

export interface FolderPanels<Content> extends vscode.Disposable {
  /** Shows folders (absolute paths). A panel that shows just these, or the single one, comes to the front. */
  open(folders: readonly string[], how?: { readonly preserveFocus?: boolean }): Promise<Content>;
  /** Content of the panel in front; undefined if none is. */
  active(): Content | undefined;
}

/** Lets VS Code restore panels of the kind, and opens them. Light: it is part of every start. */
export function registerFolderPanels<Content extends PanelContent>(
  { extension, log }: FrameContext,
  kind: PanelKind<Content>,
): FolderPanels<Content> {
  const panels = new Map<vscode.WebviewPanel, Content>();

  const adopt = async (panel: vscode.WebviewPanel, fill: Fill<Content>, folders: readonly string[]) => {
    const content: Content = fill(panel, () => {
      panel.title = kind.title(content.folders);
    });
    panels.set(panel, content);
    const icon = (theme: string) => vscode.Uri.joinPath(extension, `extension/media/panel-${theme}.svg`);
    panel.iconPath = { light: icon('light'), dark: icon('dark') };
    panel.onDidDispose(() => {
      panels.delete(panel);
      content.dispose();
    });
    await content.show(folders);
    return content;
  };
  const openPanel = (folders: readonly string[]) =>
    [...panels].find(([, content]) => kind.panels === 'single' || areSame(content.folders, folders));

  const restore = async (panel: vscode.WebviewPanel, state: unknown) => {
    const fill = await kind.load();
    if (kind.panels === 'single' && panels.size > 0) {
      panel.dispose(); // the user has opened one since
      return;
    }
    const saved = savedFolders(state, kind.saved.field, kind.saved.most);
    const there = await Promise.all(saved.map((folder) => isThere(folder)));
    const gone = saved.filter((_, i) => !there[i]).map((folder) => basename(folder));
    if (gone.length > 0)
      void vscode.window.showWarningMessage(
        vscode.l10n.t('Not shown again, because it was moved, renamed or deleted: {0}', gone.join(', ')),
      );
    const left = saved.filter((_, i) => there[i]);
    if (left.length === 0 && kind.panels === 'each') panel.dispose();
    else await adopt(panel, fill, left);
  };
  const isThere = async (folder: string) => {
    try {
      await kind.check(folder);
      return true;
    } catch (thrown) {
      log.warn(asError(thrown).message);
      return false;
    }
  };

  const serializer = vscode.window.registerWebviewPanelSerializer(kind.viewType, {
    deserializeWebviewPanel: restore,
  });
  return {
    open: async (folders, { preserveFocus = false } = {}) => {
      const [fill] = await Promise.all([kind.load(), ...folders.map((folder) => kind.check(folder))]);
      // Nothing is awaited from here until the panel is known: who opens another finds it.
      const open = openPanel(folders);
      if (!open) return adopt(newPanel(kind.viewType, kind.title(folders), preserveFocus), fill, folders);
      const [panel, content] = open;
      panel.reveal(undefined, preserveFocus);
      await content.show(folders);
      return content;
    },
    active: () => [...panels].find(([panel]) => panel.active)?.[1],
    dispose: () => {
      serializer.dispose();
      // The panels themselves stay, for VS Code to restore.
      for (const content of panels.values()) content.dispose();
    },
  };
}

function newPanel(viewType: PanelId, title: string, preserveFocus: boolean): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(
    viewType,
    title,
    { viewColumn: vscode.ViewColumn.Active, preserveFocus },
    // The page gets its folders when they are known.
    { enableScripts: true, localResourceRoots: [] },
  );
}

function areSame(some: readonly string[], others: readonly string[]): boolean {
  return JSON.stringify(some) === JSON.stringify(others);
}
