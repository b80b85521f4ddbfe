// Imports a checkpoint of DeepLIIF, a folder or a .zip of one, as a model in the extension's own storage.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { ImportedModel } from '../../engine/protocol/requests.js';
import type { EngineContext } from '../engine/engine.js';
import { signalOf } from '../workbench/signalOf.js';
import { suggestedModelName, wrongModelName, type ModelPlaces } from './knownModels.js';
import type { ModelsView } from './modelsView.js';

export interface ImportContext {
  readonly context: EngineContext;
  readonly view: ModelsView;
  readonly places: ModelPlaces;
}

export type ImportSource = 'folder' | 'zip';

/** Asks for a folder or a .zip; undefined if the user picks none. */
export async function pickSource(source: ImportSource): Promise<vscode.Uri | undefined> {
  const isFolder = source === 'folder';
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: !isFolder,
    canSelectFolders: isFolder,
    ...(isFolder ? {} : { filters: { [vscode.l10n.t('Zip archive')]: ['zip'] } }),
    title: isFolder
      ? vscode.l10n.t('Folder of a DeepLIIF checkpoint (.pth or .pt files)')
      : vscode.l10n.t('.zip of a DeepLIIF checkpoint (.pth or .pt files)'),
    openLabel: vscode.l10n.t('Import'),
  });
  return picked?.[0];
}

/** Name for the model of a file or folder. */
export function nameFor(place: vscode.Uri): string {
  return suggestedModelName(basename(place.fsPath).replace(/\.zip$/i, ''));
}

/** Asks for the name of the model; undefined if the user gives none. */
export async function askForModelName(
  place: vscode.Uri,
  { imported }: ModelPlaces,
): Promise<string | undefined> {
  return vscode.window.showInputBox({
    title: vscode.l10n.t('Import DeepLIIF Model'),
    prompt: vscode.l10n.t('Name of the model'),
    value: nameFor(place),
    validateInput: (text) => wrongModelName(text, imported),
  });
}

/** Imports `place` under a name that is free, with progress that can be cancelled. */
export async function importModel(
  { context: { engine, log }, view, places: { imported } }: ImportContext,
  place: vscode.Uri,
  name: string,
): Promise<ImportedModel> {
  await vscode.workspace.fs.createDirectory(vscode.Uri.file(imported));
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('DeepLIIF: importing {0}', name),
    cancellable: true,
  };
  const model = await vscode.window.withProgress(options, (progress, token) => {
    const params = { checkpoint: place.fsPath, into: imported, name };
    const report = ({ stage, done, total }: { stage: string; done: number; total: number }) =>
      progress.report({
        message: total > 1 ? vscode.l10n.t('{0} {1} of {2}', stage, done, total) : stage,
      });
    return engine.request('model/import', params, { signal: signalOf(token), report });
  });
  view.refresh();
  log.info(`Imported ${place.fsPath} → ${model.folder}`);
  for (const notice of model.notices) log.warn(`${model.id}: ${notice}`);
  return model;
}

/** `told`, with the first assumption of the importer; all of them are in the log. */
export function withNotices(told: string, [first, ...more]: readonly string[]): string {
  if (first === undefined) return told;
  return more.length === 0
    ? vscode.l10n.t('{0} {1}', told, first)
    : vscode.l10n.t('{0} {1} (and {2} more notices)', told, first, more.length);
}
