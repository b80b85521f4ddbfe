// The result panels of this window: one result, or up to six side by side. Panels outlive a reload of the window: VS
// Code keeps what their page saved, and hands it back.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { MOST_PANES, type ViewerDown } from '../../webview/messages/viewer.js';
import { readRecord } from '../results/readRecord.js';
import { savedPanes } from './viewerIntents.js';
import { actOn } from './pageActions.js';
import { titleOf, ViewerPage, type PageContext, type PageIntent } from './viewerPage.js';

export const RESULT_PANEL = 'deepliif.result';

export interface HowToOpen {
  /** Shows this of the page. */
  readonly part?: Extract<ViewerDown, { type: 'reveal' }>['part'];
  /** The focus stays where it is. */
  readonly preserveFocus?: boolean;
}

export interface ResultPanels extends vscode.Disposable {
  /**
   * Shows result folders (absolute paths) side by side; a panel that shows just these comes to the front. Throws
   * EngineError `usage` for one that is no result.
   */
  open(folders: readonly string[], how?: HowToOpen): Promise<void>;
  /** Fills a panel that VS Code has kept over a reload. */
  restore(panel: vscode.WebviewPanel, state: unknown): Promise<void>;
  /** What the panel in front shows; nothing when none is. */
  active(): ViewerPage | undefined;
}

/** `pickResults`: asks the user for more results; `most`: how many. */
export function createResultPanels(
  context: PageContext,
  pickResults: (most: number) => Promise<readonly string[]>,
): ResultPanels {
  const panels = new Map<vscode.WebviewPanel, ViewerPage>();

  const fill = async (panel: vscode.WebviewPanel, folders: readonly string[]) => {
    const act = async (intent: PageIntent): Promise<void> => {
      const shown = page.sources.map(({ path }) => path);
      if (intent.type === 'addPane') {
        const more = await pickResults(MOST_PANES - shown.length);
        return page.setSources(sourcesOf([...shown, ...more]));
      }
      if (intent.type !== 'closePane') return actOn(context, page, intent);
      const left = shown.filter((path) => path !== intent.pane);
      if (left.length === 0) panel.dispose();
      else await page.setSources(sourcesOf(left));
    };
    const shown = () => {
      panel.title = titleOf(page.sources);
    };
    const page: ViewerPage = new ViewerPage(panel.webview, context, sourcesOf(folders), { act, shown });
    panels.set(panel, page);
    panel.iconPath = vscode.Uri.joinPath(context.extension, 'extension/media/deepliif.svg');
    panel.onDidDispose(() => {
      panels.delete(panel);
      page.dispose();
    });
    await page.refresh();
    return page;
  };

  return {
    open: async (folders, { part, preserveFocus = false } = {}) => {
      await Promise.all(folders.map((folder) => readRecord(folder)));
      const wanted = JSON.stringify(folders);
      const open = [...panels].find(
        ([, page]) => JSON.stringify(page.sources.map(({ path }) => path)) === wanted,
      );
      open?.[0].reveal(undefined, preserveFocus);
      await open?.[1].refresh();
      const page = open?.[1] ?? (await fill(newPanel(folders, preserveFocus), folders));
      if (part) page.reveal(part);
    },
    restore: async (panel, state) => {
      const saved = savedPanes(state);
      const found = await Promise.all(
        saved.map(async (folder) => {
          try {
            await readRecord(folder);
            return true;
          } catch (thrown) {
            context.log.warn(asError(thrown).message);
            return false;
          }
        }),
      );
      const there = saved.filter((_, i) => found[i]);
      const gone = saved.filter((_, i) => !found[i]).map((folder) => basename(folder));
      if (gone.length > 0)
        void vscode.window.showWarningMessage(
          `${gone.join(', ')}: ${gone.length === 1 ? 'this result is' : 'these results are'} not there any more, ` +
            `and so not shown again.`,
        );
      if (there.length === 0) panel.dispose();
      else await fill(panel, there);
    },
    active: () => [...panels].find(([panel]) => panel.active)?.[1],
    dispose: () => {
      // The panels themselves stay, for VS Code to restore.
      for (const page of panels.values()) page.dispose();
    },
  };
}

function newPanel(folders: readonly string[], preserveFocus: boolean): vscode.WebviewPanel {
  return vscode.window.createWebviewPanel(
    RESULT_PANEL,
    titleOf(sourcesOf(folders)),
    { viewColumn: vscode.ViewColumn.Active, preserveFocus },
    // The page gets its folders when they are known.
    { enableScripts: true, localResourceRoots: [] },
  );
}

function sourcesOf(folders: readonly string[]) {
  return [...new Set(folders)].slice(0, MOST_PANES).map((path) => ({ kind: 'result' as const, path }));
}
