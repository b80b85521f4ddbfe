// Commands of the view "Models": choose a model, import one, show its folder and card.

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { ImportedModel } from '../../engine/protocol/requests.js';
import type { EngineContext } from '../engine/engine.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS, SETTINGS } from '../workbench/ids.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { signalOf } from '../workbench/signalOf.js';
import { writeSetting } from '../workbench/userSettings.js';
import {
  originInWords,
  settingOf,
  suggestedModelName,
  wrongModelName,
  type KnownModel,
  type ModelPlaces,
} from './knownModels.js';
import type { ModelNode, ModelsView } from './modelsView.js';

export function modelCommands(context: EngineContext, view: ModelsView, places: ModelPlaces) {
  return {
    [COMMANDS.refreshModels]: () => view.refresh(),
    [COMMANDS.selectModel]: async () => {
      const picked = await pickModel(view);
      if (picked) await use(picked);
      return picked && settingOf(picked);
    },
    [COMMANDS.useModel]: async (node: ModelNode) => {
      if ('folder' in node) await use(node);
    },
    [COMMANDS.importModel]: (checkpoint?: vscode.Uri, name?: string) =>
      importModel(context, view, places, checkpoint, name),
    [COMMANDS.revealModel]: async (node: ModelNode) => {
      if ('folder' in node) await revealFolder(vscode.Uri.file(node.folder));
    },
    [COMMANDS.showModelCard]: async (node: ModelNode) => {
      if ('folder' in node) await showCard(node.folder);
    },
  } satisfies Partial<CommandTable>;
}

async function pickModel(view: ModelsView): Promise<KnownModel | undefined> {
  const { models } = await view.list();
  const items = models.map((model) => ({
    label: `$(${model.inUse ? 'check' : 'blank'}) ${model.title}`,
    description: originInWords(model),
    detail: `$(blank) ${model.id}${model.origin === 'bundled' ? '' : `, ${model.folder}`}`,
    model,
  }));
  const placeHolder = vscode.l10n.t('The model that analyses your images');
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  return picked?.model;
}

function use(model: Pick<KnownModel, 'origin' | 'id' | 'folder'>): Promise<void> {
  return writeSetting(SETTINGS.model, settingOf(model));
}

/** Shows the card as a page; the manifest if there is none. */
async function showCard(folder: string): Promise<void> {
  const card = join(folder, 'README.md');
  if (existsSync(card)) await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.file(card));
  else await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(folder, 'manifest.json')));
}

async function importModel(
  { engine, log }: EngineContext,
  view: ModelsView,
  { imported }: ModelPlaces,
  given: vscode.Uri | undefined,
  givenName: string | undefined,
): Promise<ImportedModel | undefined> {
  const checkpoint = given ?? (await pickCheckpoint());
  if (!checkpoint) return undefined;
  const name =
    givenName ??
    (await vscode.window.showInputBox({
      title: vscode.l10n.t('Import DeepLIIF Model'),
      prompt: vscode.l10n.t('Name of the model'),
      value: suggestedModelName(basename(checkpoint.fsPath)),
      validateInput: (text) => wrongModelName(text, imported),
    }));
  if (name === undefined) return undefined;
  await vscode.workspace.fs.createDirectory(vscode.Uri.file(imported));
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('DeepLIIF: importing {0}', name),
    cancellable: true,
  };
  const model = await vscode.window.withProgress(options, (progress, token) => {
    const params = { checkpoint: checkpoint.fsPath, into: imported, name };
    const report = ({ stage, done, total }: { stage: string; done: number; total: number }) =>
      progress.report({
        message: total > 1 ? vscode.l10n.t('{0} {1} of {2}', stage, done, total) : stage,
      });
    return engine.request('model/import', params, { signal: signalOf(token), report });
  });
  view.refresh();
  log.info(`Imported ${checkpoint.fsPath} → ${model.folder}`);
  for (const notice of model.notices) log.warn(`${model.id}: ${notice}`);
  void offerToUse(model, log);
  return model;
}

async function pickCheckpoint(): Promise<vscode.Uri | undefined> {
  const picked = await vscode.window.showOpenDialog({
    canSelectFiles: false,
    canSelectFolders: true,
    title: vscode.l10n.t('Folder of a DeepLIIF checkpoint (.pth or .pt files)'),
    openLabel: vscode.l10n.t('Import'),
  });
  return picked?.[0];
}

/** Shows the first assumption of the importer; all of them are in the log. */
async function offerToUse({ notices, ...model }: ImportedModel, log: vscode.LogOutputChannel): Promise<void> {
  const [first, ...more] = notices;
  const told =
    first === undefined
      ? vscode.l10n.t('"{0}" is imported.', model.title)
      : more.length === 0
        ? vscode.l10n.t('"{0}" is imported. {1}', model.title, first)
        : vscode.l10n.t('"{0}" is imported. {1} (and {2} more notices)', model.title, first, more.length);
  const [useIt, showLog] = [vscode.l10n.t('Use This Model'), vscode.l10n.t('Show Log')];
  const buttons = first === undefined ? [useIt] : [useIt, showLog];
  const answer = await vscode.window.showInformationMessage(told, ...buttons);
  if (answer === useIt) await use({ ...model, origin: 'imported' });
  if (answer === showLog) log.show();
}
