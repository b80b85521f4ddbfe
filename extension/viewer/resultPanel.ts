// Panel of results: one, or up to six side by side.

import type * as vscode from 'vscode';
import { MOST_PANES } from '../../webview/messages/viewer.js';
import type { PanelContent } from '../panels/folderPanels.js';
import { actOn } from './pageActions.js';
import { ViewerPage, type PaneIntent, type ViewerContext } from './viewerPage.js';

/** Content of a panel with the page behind it. */
export interface ResultPanel extends PanelContent {
  readonly page: ViewerPage;
}

/** `pickResults`: asks the user for more results; `most`: how many. `shown`: called after each change. */
export function fillResultPanel(
  context: ViewerContext,
  panel: vscode.WebviewPanel,
  pickResults: (most: number) => Promise<readonly string[]>,
  shown: () => void,
): ResultPanel {
  const act = async (intent: PaneIntent): Promise<void> => {
    switch (intent.type) {
      case 'addPane':
        return content.show([
          ...content.folders,
          ...(await pickResults(MOST_PANES - content.folders.length)),
        ]);
      case 'closePane': {
        const left = content.folders.filter((path) => path !== intent.pane);
        if (left.length > 0) return content.show(left);
        panel.dispose();
        return;
      }
      default:
        return actOn(context, page, intent);
    }
  };
  const page: ViewerPage = new ViewerPage(panel.webview, context, { act, shown });
  const content: ResultPanel = {
    page,
    get folders() {
      return page.sources.map(({ path }) => path);
    },
    show: (folders) =>
      page.showSources([...new Set(folders)].map((path) => ({ kind: 'result' as const, path }))),
    dispose: () => page.dispose(),
  };
  return content;
}
