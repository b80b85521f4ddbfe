// What VS Code knows of the panels: their commands, how they are restored, the editor of images. Light, since it is
// part of every start; what shows something is loaded when the first thing is to be shown (decision 0011).

import { basename, dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { RESULT_FILE } from '../../engine/protocol/result.js';
import { registerTable, requireTrust } from '../workbench/commandTable.js';
import type { ListedResult } from '../results/listResults.js';
import { KEEP_FOCUS } from '../results/keepFocus.js';
import { missingImage } from '../results/missingImage.js';
import type { ResultPanels } from './resultPanels.js';
import type { PageContext } from './viewerPage.js';

const IMAGE_EDITOR = 'deepliif.imageViewer';
const RESULT_PANEL = 'deepliif.result';
const MOST_COMPARED = 6;

/**
 * `results`: those that the window knows of, for lists to pick from. `activeImages`: those of the panel in front; throws
 * EngineError `image-unreadable` where one is not there.
 */
export function registerPanels(
  context: PageContext,
  results: () => Promise<readonly ListedResult[]>,
): vscode.Disposable & { activeImages(): readonly vscode.Uri[] } {
  let loaded: ResultPanels | undefined;
  const panels = async () => {
    const { createResultPanels } = await import('./resultPanels.js');
    return (loaded ??= createResultPanels(context, (most) => pick('Which results beside it?', most)));
  };

  /** Result folders that the user picks; a folder that is none of those listed can be picked too. */
  const pick = async (placeHolder: string, most: number): Promise<readonly string[]> => {
    const { resultDescription } = await import('../results/resultText.js');
    const items: readonly Choice[] = (await results()).map((result) => ({
      label: result.name,
      description: resultDescription(result),
      detail: dirname(result.folder),
      folder: result.folder,
    }));
    const other: Choice = { label: '$(folder-opened) Another Folder…', alwaysShow: true };
    const choices = [...items, other];
    const options = { placeHolder, matchOnDetail: true };
    const picked =
      most === 1
        ? [await vscode.window.showQuickPick(choices, options)]
        : await vscode.window.showQuickPick(choices, { ...options, canPickMany: true });
    const folders: string[] = [];
    for (const choice of picked ?? [])
      if (choice)
        folders.push(...(choice.folder === undefined ? await pickFolders(most > 1) : [choice.folder]));
    return folders;
  };

  /** Folders that a menu or another command hands over, of the panel in front, or picked. */
  const meant = async (clicked: unknown, most: number): Promise<readonly string[]> => {
    if (clicked !== undefined) return [resultFolderOf(clicked)];
    const active = loaded?.active();
    if (active) return active.sources.map(({ path }) => path);
    return pick(most === 1 ? 'Which result?' : 'Which results?', most);
  };

  const commands = registerTable(context.log, {
    'deepliif.openResult': async (clicked?: unknown, selected?: unknown, how?: unknown) => {
      const several = Array.isArray(selected) && selected.length > 1;
      const folders = several
        ? selected.map(resultFolderOf)
        : clicked === undefined
          ? await pick('Which result?', 1)
          : [resultFolderOf(clicked)];
      for (const folder of folders)
        await (await panels()).open([folder], { preserveFocus: how === KEEP_FOCUS });
      return folders;
    },
    'deepliif.compareResults': async (clicked?: unknown, selected?: unknown) => {
      const given = Array.isArray(selected) ? selected : Array.isArray(clicked) ? clicked : [];
      const chosen =
        given.length > 1 ? given.map(resultFolderOf) : await pick('Which results?', MOST_COMPARED);
      if (chosen.length === 0) return [];
      const folders = [...new Set(chosen)];
      if (folders.length < 2 || folders.length > MOST_COMPARED)
        throw new EngineError(
          'usage',
          `Choose 2 to ${MOST_COMPARED} results to compare; these are ${folders.length}.`,
        );
      await (await panels()).open(folders);
      return folders;
    },
    'deepliif.rescore': async (clicked?: unknown) => {
      requireTrust();
      if (isRescoring(clicked)) {
        const { rescoreArguments } = await import('./viewerIntents.js');
        const { rescore } = await import('./pageActions.js');
        await rescore(context, rescoreArguments(clicked, 'deepliif.rescore'));
        return [clicked.folder];
      }
      const folders = await meant(clicked, 1);
      if (folders.length > 0) await (await panels()).open(folders, { part: 'scores' });
      return folders;
    },
  });

  return Object.assign(
    vscode.Disposable.from(
      commands,
      vscode.window.registerWebviewPanelSerializer(RESULT_PANEL, {
        deserializeWebviewPanel: async (panel, state) => (await panels()).restore(panel, state),
      }),
      vscode.window.registerCustomEditorProvider(
        IMAGE_EDITOR,
        {
          openCustomDocument: (uri): vscode.CustomDocument => ({ uri, dispose: () => undefined }),
          resolveCustomEditor: async ({ uri }, panel) => {
            const { showImage } = await import('./imageEditor.js');
            await showImage(context, uri, panel);
          },
        },
        { supportsMultipleEditorsPerDocument: true },
      ),
      { dispose: () => void loaded?.dispose() },
    ),
    {
      activeImages: () => {
        const panes = loaded?.active()?.panes ?? [];
        // All of them or none: a table of some would pass for all.
        return panes.map(({ image, imagePlace, pane }) => {
          if (image === undefined) throw missingImage(pane.title, imagePlace);
          return vscode.Uri.file(image);
        });
      },
    },
  );
}

interface Choice extends vscode.QuickPickItem {
  /** None: the user is asked for a folder. */
  readonly folder?: string;
}

async function pickFolders(several: boolean): Promise<readonly string[]> {
  const folders = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    canSelectMany: several,
    openLabel: 'Open Result',
    title: `A folder with a file ${RESULT_FILE}`,
  });
  return (folders ?? []).map(resultFolderOf);
}

/** A result folder, or the result.json in it: as an address, or as an absolute path. */
function resultFolderOf(given: unknown): string {
  const uri = typeof given === 'string' ? vscode.Uri.file(given) : given;
  if (!(uri instanceof vscode.Uri))
    throw new EngineError('usage', 'A result is opened by the address or the absolute path of its folder.');
  if (uri.scheme !== 'file')
    throw new EngineError(
      'usage',
      `${uri.toString(true)} is not on this machine. Copy the result here first.`,
    );
  return basename(uri.fsPath) === RESULT_FILE ? dirname(uri.fsPath) : uri.fsPath;
}

function isRescoring(given: unknown): given is { readonly folder: string } {
  return typeof given === 'object' && given !== null && 'thresholds' in given;
}
