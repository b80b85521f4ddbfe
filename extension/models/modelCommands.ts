// What can be done with models: choose one, import one, look at its folder and card.

import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import * as vscode from 'vscode';
import type { ImportedModel } from '../../engine/protocol/requests.js';
import { registerTable, requireTrust } from '../workbench/commandTable.js';
import type { EngineContext } from '../engine/engine.js';
import { signalOf } from '../workbench/signalOf.js';
import { revealFolder } from '../workbench/revealFolder.js';
import { writeSetting } from '../workbench/writeSetting.js';
import {
  originInWords,
  settingOf,
  suggestedModelName,
  wrongModelName,
  type KnownModel,
  type ModelPlaces,
} from './knownModels.js';
import type { ModelNode, ModelsView } from './modelsView.js';

export function registerModelCommands(
  context: EngineContext,
  view: ModelsView,
  places: ModelPlaces,
): vscode.Disposable {
  return registerTable(context.log, {
    'deepliif.refreshModels': () => view.refresh(),
    'deepliif.selectModel': async () => {
      requireTrust();
      const picked = await pickModel(view);
      if (picked) await use(picked);
      return picked && settingOf(picked);
    },
    'deepliif.useModel': async (node: ModelNode) => {
      requireTrust();
      if ('folder' in node) await use(node);
    },
    'deepliif.importModel': async (checkpoint?: vscode.Uri, name?: string) => {
      requireTrust();
      return importModel(context, view, places, checkpoint, name);
    },
    'deepliif.revealModel': async (node: ModelNode) => {
      if ('folder' in node) await revealFolder(vscode.Uri.file(node.folder));
    },
    'deepliif.showModelCard': async (node: ModelNode) => {
      if ('folder' in node) await showCard(node.folder);
    },
  });
}

async function pickModel(view: ModelsView): Promise<KnownModel | undefined> {
  const { models } = await view.list();
  const items = models.map((model) => ({
    label: `$(${model.inUse ? 'check' : 'blank'}) ${model.title}`,
    description: originInWords(model),
    detail: `$(blank) ${model.id}${model.origin === 'bundled' ? '' : `, ${model.folder}`}`,
    model,
  }));
  const placeHolder = 'The model that analyses your images';
  const picked = await vscode.window.showQuickPick(items, { placeHolder, matchOnDetail: true });
  return picked?.model;
}

function use(model: Pick<KnownModel, 'origin' | 'id' | 'folder'>): Promise<void> {
  return writeSetting('model', settingOf(model));
}

/** The card, as people read it; the manifest where there is none. */
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
      title: 'Import DeepLIIF Model',
      prompt: 'Name of the model',
      value: suggestedModelName(basename(checkpoint.fsPath)),
      validateInput: (text) => wrongModelName(text, imported),
    }));
  if (name === undefined) return undefined;
  await vscode.workspace.fs.createDirectory(vscode.Uri.file(imported));
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: `DeepLIIF: importing ${name}`,
    cancellable: true,
  };
  const model = await vscode.window.withProgress(options, (progress, token) => {
    const params = { checkpoint: checkpoint.fsPath, into: imported, name };
    const report = ({ stage, done, total }: { stage: string; done: number; total: number }) =>
      progress.report({ message: total > 1 ? `${stage} ${done} of ${total}` : stage });
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
    title: 'Folder of a DeepLIIF checkpoint (.pth or .pt files)',
    openLabel: 'Import',
  });
  return picked?.[0];
}

/** What the importer assumed is told with the offer; all of it is in the log. */
async function offerToUse(model: ImportedModel, log: vscode.LogOutputChannel): Promise<void> {
  const [first, ...more] = model.notices;
  const notices = first ? ` ${first}${more.length > 0 ? ` (and ${more.length} more notices)` : ''}` : '';
  const buttons = ['Use This Model', ...(first ? ['Show Log'] : [])];
  const answer = await vscode.window.showInformationMessage(
    `"${model.title}" is imported.${notices}`,
    ...buttons,
  );
  if (answer === 'Use This Model') await use({ ...model, origin: 'imported' });
  if (answer === 'Show Log') log.show();
}
