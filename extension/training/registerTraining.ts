// "New Training…": the command, and the panel with the check of the data. Light, since it is part of every start; the
// page behind the panel is loaded when it is to be shown (decision 0011).

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { DataCheck } from '../../engine/protocol/dataCheck.js';
import { registerFolderPanels, type PanelKind } from '../panels/folderPanels.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { givenFolder } from '../workbench/givenFolder.js';
import { COMMANDS, PANELS } from '../workbench/ids.js';
import type { DataPage } from './dataPage.js';
import type { GivenTraining, TrainingContext } from './createTraining.js';

export function registerTraining(context: TrainingContext) {
  const create = async (
    folder: string,
    check: DataCheck,
    given: GivenTraining = {},
  ): Promise<string | undefined> => {
    const { createTraining } = await import('./createTraining.js');
    return createTraining(context, folder, check, given);
  };
  const kind: PanelKind<DataPage> = {
    viewType: PANELS.data,
    title: ([folder]) =>
      folder === undefined ? vscode.l10n.t('Training Data') : vscode.l10n.t('Data of {0}', basename(folder)),
    saved: { field: 'folders', most: 1 },
    panels: 'each',
    check: async (folder) => (await import('./dataPage.js')).requireFolder(folder),
    load: async () => {
      const { DataPage } = await import('./dataPage.js');
      return ({ webview }, shown) => new DataPage(webview, { ...context, create }, shown);
    },
  };
  const panels = registerFolderPanels(context, kind);
  return {
    commands: {
      /** `given`: answers to the questions, from a task or a test; the run then starts without any. */
      [COMMANDS.newTraining]: async (clicked?: unknown, given?: unknown) => {
        const folder = clicked === undefined ? await pickFolder() : givenFolder(clicked, []);
        if (folder === undefined) return undefined;
        const page = await panels.open([folder]);
        const answers = givenTraining(given);
        if (!answers) return folder;
        return create(folder, await page.checked(), answers);
      },
    } satisfies Partial<CommandTable>,
    dispose: () => void panels.dispose(),
  };
}

/** VS Code hands the selected resources of the explorer over as the second argument. */
function givenTraining(given: unknown): GivenTraining | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const { preset, name } = given as { readonly preset?: unknown; readonly name?: unknown };
  if (typeof preset !== 'string') return undefined;
  return { preset, ...(typeof name === 'string' ? { name } : {}) };
}

async function pickFolder(): Promise<string | undefined> {
  const here = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [picked] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Check Images'),
      title: vscode.l10n.t(
        'Folder of training images: "train" itself, its parent, or one with a folder for each panel',
      ),
      ...(here ? { defaultUri: here } : {}),
    })) ?? [];
  return picked ? givenFolder(picked, []) : undefined;
}
