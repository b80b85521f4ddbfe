// Panels of results and the editor of images as VS Code knows them: their commands, and how they are restored. Light,
// since it is part of every start; what shows something is loaded when the first thing is to be shown (decision 0011).

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { RESULT_FILE, readResultRecord } from '../../engine/reading/resultRecord.js';
import { MOST_PANES, type Sight } from '../../webview/messages/viewer.js';
import { registerFolderPanels, type PanelKind } from '../panels/folderPanels.js';
import type { ListedResult } from '../../engine/reading/listResults.js';
import { missingImage } from '../results/missingImage.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { givenFolders } from '../workbench/folderCommands.js';
import type { FolderTree } from '../workbench/folderTree.js';
import { givenFolder } from '../workbench/givenFolder.js';
import { COMMANDS, EDITORS, KEEP_FOCUS, PANELS } from '../workbench/ids.js';
import { pickFolders } from '../workbench/pickFolders.js';
import type { ResultPanel } from './resultPanel.js';
import type { ViewerContext } from './viewerPage.js';

const MARKERS = [RESULT_FILE];

export interface Viewer extends vscode.Disposable {
  readonly commands: Pick<
    CommandTable,
    typeof COMMANDS.openResult | typeof COMMANDS.compareResults | typeof COMMANDS.rescore
  >;
  /** Folders of the results in the panel in front; none if there is none. */
  activeFolders(): readonly string[];
  /** Images of the panel in front. @throws EngineError `image-unreadable` if one of them is not there */
  activeImages(): readonly vscode.Uri[];
}

export function registerViewer(context: ViewerContext, results: FolderTree<ListedResult>): Viewer {
  /** A folder that is not listed can be picked, too. */
  const pick = (placeHolder: string, most: number) =>
    pickFolders(results, {
      placeHolder,
      none: '',
      several: most > 1,
      other: { label: vscode.l10n.t('Another Folder…'), pick: () => pickOnDisk(most > 1) },
    });
  const kind: PanelKind<ResultPanel> = {
    viewType: PANELS.result,
    title: (folders) => folders.map((folder) => basename(folder)).join(' | '),
    saved: { field: 'panes', most: MOST_PANES },
    panels: 'each',
    check: readResultRecord,
    load: async () => {
      const { fillResultPanel } = await import('./resultPanel.js');
      const pickMore = (most: number) => pick(vscode.l10n.t('Which results beside it?'), most);
      return (panel, shown) => fillResultPanel(context, panel, pickMore, shown);
    },
  };
  const panels = registerFolderPanels(context, kind);
  const provider: vscode.CustomReadonlyEditorProvider = {
    openCustomDocument: (uri): vscode.CustomDocument => ({ uri, dispose: () => undefined }),
    resolveCustomEditor: async ({ uri }, panel) => {
      const { showImage } = await import('./imageEditor.js');
      await showImage(context, uri, panel);
    },
  };
  const editors = Object.values(EDITORS).map((viewType) =>
    vscode.window.registerCustomEditorProvider(viewType, provider, {
      supportsMultipleEditorsPerDocument: true,
    }),
  );

  return {
    commands: {
      [COMMANDS.openResult]: async (clicked?: unknown, selected?: unknown, how?: unknown) => {
        const given = givenFolders(clicked, selected, MARKERS);
        const folders = given.length > 0 ? given : await pick(vscode.l10n.t('Which result?'), 1);
        for (const folder of folders) {
          const { page } = await panels.open([folder], { preserveFocus: how === KEEP_FOCUS });
          if (isSight(how)) page.lookAt(folder, how);
        }
        return folders;
      },
      [COMMANDS.compareResults]: async (clicked?: unknown, selected?: unknown) => {
        const given = givenFolders(undefined, selected ?? clicked, MARKERS);
        const several = given.length > 1;
        const chosen = several ? given : await pick(vscode.l10n.t('Which results?'), MOST_PANES);
        if (chosen.length === 0) return [];
        const folders = [...new Set(chosen)];
        if (folders.length < 2 || folders.length > MOST_PANES)
          throw new EngineError(
            'usage',
            vscode.l10n.t('Choose 2 to {0} results to compare, not {1}.', MOST_PANES, folders.length),
          );
        await panels.open(folders);
        return folders;
      },
      [COMMANDS.rescore]: async (clicked?: unknown) => {
        if (isRescoring(clicked)) {
          const { rescoreArguments } = await import('./viewerIntents.js');
          const { rescore } = await import('./pageActions.js');
          await rescore(context, rescoreArguments(clicked, COMMANDS.rescore));
          return [clicked.folder];
        }
        const given = givenFolders(clicked, undefined, MARKERS);
        const meant = given.length > 0 ? given : (panels.active()?.folders ?? []);
        const folders = meant.length > 0 ? meant : await pick(vscode.l10n.t('Which result?'), 1);
        if (folders.length > 0) (await panels.open(folders)).page.reveal('scores');
        return folders;
      },
    },
    activeFolders: () => panels.active()?.folders ?? [],
    activeImages: () =>
      // All of them or none: a table of some would pass for all.
      (panels.active()?.page.panes ?? []).map(({ image, imagePlace, pane }) => {
        if (image === undefined) throw missingImage(pane.title, imagePlace);
        return vscode.Uri.file(image);
      }),
    dispose: () => void vscode.Disposable.from(panels, ...editors).dispose(),
  };
}

/** Third argument of "Open Result" from an output of a notebook: the part of the picture that it shows. */
function isSight(how: unknown): how is Sight {
  return Array.isArray(how) && how.length === 4 && how.every((edge) => Number.isFinite(edge));
}

async function pickOnDisk(several: boolean): Promise<readonly string[]> {
  const folders = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: several,
    openLabel: vscode.l10n.t('Open Result'),
    title: vscode.l10n.t('A folder with a file {0}', RESULT_FILE),
  });
  return (folders ?? []).map((folder) => givenFolder(folder, MARKERS));
}

function isRescoring(given: unknown): given is { readonly folder: string } {
  return typeof given === 'object' && given !== null && 'thresholds' in given;
}
