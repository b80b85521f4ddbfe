// "Image Style…": the command, and the panel with the picture of many images. Light, since it is part of every start; the page
// behind the panel is loaded when it is to be shown (decision 0011).

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { EngineContext } from '../engine/engine.js';
import type { FrameContext } from '../panels/folderPage.js';
import { registerFolderPanels, type PanelKind } from '../panels/folderPanels.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { givenFolder } from '../workbench/givenFolder.js';
import { COMMANDS, PANELS } from '../workbench/ids.js';
import type { StylePage } from './stylePage.js';

/** Folders of one panel. */
const MOST_FOLDERS = 50;

export function registerStyle(context: FrameContext & Pick<EngineContext, 'engine'>) {
  const kind: PanelKind<StylePage> = {
    viewType: PANELS.style,
    title: (folders) =>
      folders.length === 1
        ? vscode.l10n.t('Style of {0}', basename(folders[0]!))
        : vscode.l10n.t('Style of {0} folders', folders.length),
    saved: { field: 'folders', most: MOST_FOLDERS },
    panels: 'each',
    check: async (folder) => (await import('../training/dataPage.js')).requireFolder(folder),
    load: async () => {
      const { StylePage } = await import('./stylePage.js');
      return ({ webview }, shown) => new StylePage(webview, context, shown);
    },
  };
  const panels = registerFolderPanels(context, kind);
  return {
    commands: {
      /** VS Code hands the folder that was clicked, then all that are selected. */
      [COMMANDS.imageStyle]: async (clicked?: unknown, selected?: unknown) => {
        const folders =
          clicked === undefined
            ? await pickFolders()
            : (Array.isArray(selected) && selected.length > 0 ? selected : [clicked]).map((one) =>
                givenFolder(one, []),
              );
        if (folders.length === 0) return undefined;
        const chosen = [...new Set(folders)].slice(0, MOST_FOLDERS);
        const page = await panels.open(chosen);
        return page.folders;
      },
    } satisfies Partial<CommandTable>,
    dispose: () => void panels.dispose(),
  };
}

async function pickFolders(): Promise<readonly string[]> {
  const here = vscode.workspace.workspaceFolders?.[0]?.uri;
  const picked = await vscode.window.showOpenDialog({
    ...{ canSelectFiles: false, canSelectFolders: true, canSelectMany: true },
    openLabel: vscode.l10n.t('Compare Images'),
    title: vscode.l10n.t('Folders of images to compare; each is a data set, or the sub-folders of one'),
    ...(here ? { defaultUri: here } : {}),
  });
  return (picked ?? []).map((folder) => givenFolder(folder, []));
}
