// Kernel of notebooks: the controller, the command that restarts it, and the language features of cells. Light, since it
// is part of every start.

import { homedir } from 'node:os';
import { dirname, isAbsolute, join, resolve } from 'node:path';
import * as vscode from 'vscode';
import type { KernelSetting } from '../../engine/protocol/kernelRequests.js';
import type { EngineLog } from '../engine/process.js';
import { resultsFolder } from '../inference/resultsFolder.js';
import { foldersToList, type ModelPlaces } from '../models/knownModels.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS } from '../workbench/ids.js';
import { analysisOptions } from '../workbench/settings.js';
import { settingsFor } from '../workbench/userSettings.js';
import { followCellLanguage } from './cellLanguage.js';
import { createKernelController } from './controller.js';

export interface KernelContext {
  readonly log: EngineLog;
  /** Folder of the programs: dist. */
  readonly programs: string;
  readonly places: ModelPlaces;
  /** Variables of the environment of the engine's processes. */
  readonly variables: () => Readonly<Record<string, string>>;
  /** Plug-ins that a kernel may use. */
  readonly plugins: () => NonNullable<KernelSetting['plugins']>;
}

export function registerKernel({ log, programs, places, variables, plugins }: KernelContext) {
  const controller = createKernelController(async (notebook) => {
    const { notebookKernel } = await import('./kernelProcess.js');
    return notebookKernel({
      script: join(programs, 'kernel.js'),
      log,
      setting: () => ({ ...settingOf(notebook, places), plugins: plugins() }),
      variables,
    });
  });
  const language = followCellLanguage({
    script: join(programs, 'cellLanguage.js'),
    log,
    isOurs: (notebook) => controller.isOurs(notebook),
    folderOf,
  });
  const followed = controller.onDidChoose((notebook) => language.changed(notebook));
  return {
    commands: {
      [COMMANDS.restartKernel]: async () => {
        const notebook = vscode.window.activeNotebookEditor?.notebook;
        if (notebook) await controller.restart(notebook);
      },
    } satisfies Partial<CommandTable>,
    dispose: () => {
      followed.dispose();
      language.dispose();
      controller.dispose();
    },
  };
}

/** Folder from which the relative paths of a notebook are meant: its own; of a new one, that of the workspace. */
export function folderOf({ uri, isUntitled }: Pick<vscode.NotebookDocument, 'uri' | 'isUntitled'>): string {
  if (uri.scheme === 'file' && !isUntitled) return dirname(uri.fsPath);
  const local = vscode.workspace.workspaceFolders?.find((folder) => folder.uri.scheme === 'file');
  return local?.uri.fsPath ?? homedir();
}

function settingOf(notebook: vscode.NotebookDocument, places: ModelPlaces): KernelSetting {
  const settings = settingsFor(notebook.uri);
  const folder = folderOf(notebook);
  const workspace = vscode.workspace.getWorkspaceFolder(vscode.Uri.file(folder))?.uri.fsPath;
  const base = workspace ?? folder;
  const [runs = 'runs'] = settings.runs.folders;
  return {
    folder,
    analysis: analysisOptions(settings),
    results: resultsFolder(settings.resultsFolder, join(folder, 'notebook.ipynb'), workspace),
    runs: isAbsolute(runs) ? runs : resolve(base, runs),
    sweeps: resolve(base, 'sweeps'),
    models: foldersToList(places, settings.modelFolders, workspace).folders,
  };
}
