// Commands of the view "Models": choose a model, import one, show its folder and card.

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { ImportedModel } from '../../engine/protocol/requests.js';
import type { EngineContext } from '../engine/engine.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS, SETTINGS } from '../workbench/ids.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { writeSetting } from '../workbench/userSettings.js';
import { bringModel } from './bringModel.js';
import { askForModelName, importModel, pickSource, withNotices, type ImportContext } from './importModel.js';
import {
  modelDescription,
  ORIGINS,
  originTitle,
  settingOf,
  type KnownModel,
  type ModelPlaces,
} from './knownModels.js';
import type { ModelNode, ModelsView } from './modelsView.js';

export function modelCommands(context: EngineContext, view: ModelsView, places: ModelPlaces) {
  const importing = { context, view, places };
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
      importAndOffer(importing, checkpoint, name),
    [COMMANDS.bringModel]: () => bringModel(importing),
    [COMMANDS.revealModel]: async (node: ModelNode) => {
      if ('folder' in node) await revealFolder(vscode.Uri.file(node.folder));
    },
    [COMMANDS.showModelCard]: async (node: ModelNode) => {
      if ('folder' in node) await showCard(node.folder);
    },
  } satisfies Partial<CommandTable>;
}

interface ModelItem extends vscode.QuickPickItem {
  readonly model?: KnownModel;
}

/** Models under a heading for each origin. */
async function pickModel(view: ModelsView): Promise<KnownModel | undefined> {
  const { models } = await view.list();
  const items = ORIGINS.flatMap((origin): ModelItem[] => {
    const own = models.filter((model) => model.origin === origin);
    if (own.length === 0) return [];
    const heading = { label: originTitle(origin), kind: vscode.QuickPickItemKind.Separator };
    return [heading, ...own.map(itemOf)];
  });
  const placeHolder = vscode.l10n.t('The model that analyses your images');
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder,
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return picked?.model;
}

function itemOf(model: KnownModel): ModelItem {
  return {
    label: `$(${model.inUse ? 'check' : 'blank'}) ${model.title}`,
    description: modelDescription(model),
    detail: `$(blank) ${model.id}${model.origin === 'bundled' ? '' : `, ${model.folder}`}`,
    model,
  };
}

function use(model: Pick<KnownModel, 'origin' | 'id' | 'folder'>): Promise<void> {
  return writeSetting(SETTINGS.model, settingOf(model));
}

/** Shows the card as a page; the manifest if there is none. */
async function showCard(folder: string): Promise<void> {
  const card = join(folder, 'README.md');
  if (existsSync(card)) await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.file(card));
  else {
    // A program of a plug-in has no manifest, but a declaration.
    const file = ['manifest.json', 'package.json'].find((name) => existsSync(join(folder, name)));
    if (file !== undefined)
      await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(folder, file)));
  }
}

/** `given`, `givenName`: arguments of other extensions and of tests; the user is asked for what is missing. */
async function importAndOffer(
  context: ImportContext,
  given: vscode.Uri | undefined,
  givenName: string | undefined,
): Promise<ImportedModel | undefined> {
  const place = given ?? (await pickPlace());
  const name = place && (givenName ?? (await askForModelName(place, context.places)));
  if (!place || name === undefined) return undefined;
  const model = await importModel(context, place, name);
  void offerToUse(model, context.context.log);
  return model;
}

/** A dialog of the system picks either files or folders: the user says first which it is. */
async function pickPlace(): Promise<vscode.Uri | undefined> {
  const items = [
    { label: vscode.l10n.t('From Folder…'), icon: 'folder', source: 'folder' },
    { label: vscode.l10n.t('From Zip…'), icon: 'file-zip', source: 'zip' },
  ] as const;
  const picked = await vscode.window.showQuickPick(
    items.map(({ icon, ...item }) => ({ ...item, iconPath: new vscode.ThemeIcon(icon) })),
    { title: vscode.l10n.t('Import DeepLIIF Model'), placeHolder: vscode.l10n.t('Where is the checkpoint?') },
  );
  return picked && pickSource(picked.source);
}

async function offerToUse({ notices, ...model }: ImportedModel, log: vscode.LogOutputChannel): Promise<void> {
  const told = withNotices(vscode.l10n.t('"{0}" is imported.', model.title), notices);
  const [useIt, showLog] = [vscode.l10n.t('Use This Model'), vscode.l10n.t('Show Log')];
  const buttons = notices.length === 0 ? [useIt] : [useIt, showLog];
  const answer = await vscode.window.showInformationMessage(told, ...buttons);
  if (answer === useIt) await use({ ...model, origin: 'imported' });
  if (answer === showLog) log.show();
}
