// View "Models": the models that the engine lists for the user; the one in use is marked.

import * as vscode from 'vscode';
import type { Engine } from '../engine/engine.js';
import { ITEMS, SETTINGS, VIEWS } from '../workbench/ids.js';
import { localFolders, onSettingsChange, settingsFor } from '../workbench/userSettings.js';
import {
  foldersToList,
  knownModels,
  originInWords,
  type KnownModel,
  type KnownModels,
  type ModelPlaces,
} from './knownModels.js';

export type ModelNode = KnownModel | { readonly problem: string };

export interface ModelsView extends vscode.Disposable {
  /** Asks the engine for the models. The one in use comes first. */
  list(): Promise<KnownModels>;
  /** Everything that was listed, after each listing. */
  readonly onDidList: vscode.Event<readonly KnownModel[]>;
  refresh(): void;
}

export function createModelsView(engine: Engine, places: ModelPlaces): ModelsView {
  const changed = new vscode.EventEmitter<undefined>();
  const didList = new vscode.EventEmitter<readonly KnownModel[]>();
  const refresh = () => changed.fire(undefined);

  const list = async (): Promise<KnownModels> => {
    const { model, modelFolders } = settingsFor();
    const [workspaceFolder] = localFolders();
    const { folders, problems } = foldersToList(places, modelFolders, workspaceFolder?.uri.fsPath);
    const known = knownModels(await engine.request('model/list', { folders }), places, model);
    const models = [...known.models].sort((a, b) => Number(b.inUse) - Number(a.inUse));
    didList.fire(models);
    return { models, problems: [...problems, ...known.problems] };
  };
  const provider = {
    onDidChangeTreeData: changed.event,
    getChildren: async (parent?: ModelNode): Promise<ModelNode[]> => {
      // Listing them starts the engine with folders that the workspace names.
      if (parent !== undefined || !vscode.workspace.isTrusted) return [];
      const { models, problems } = await list();
      return [...models, ...problems.map((problem) => ({ problem }))];
    },
    getTreeItem: itemOf,
  };
  const subscriptions = vscode.Disposable.from(
    changed,
    didList,
    vscode.window.createTreeView(VIEWS.models, { treeDataProvider: provider }),
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    onSettingsChange([SETTINGS.model, SETTINGS.modelFolders], refresh),
  );
  return { list, onDidList: didList.event, refresh, dispose: () => void subscriptions.dispose() };
}

function itemOf(node: ModelNode): vscode.TreeItem {
  if ('problem' in node) {
    const item = new vscode.TreeItem(node.problem);
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.tooltip = node.problem;
    return item;
  }
  const { title, id, folder, inUse } = node;
  const item = new vscode.TreeItem(title);
  item.id = folder;
  const origin = originInWords(node);
  item.description = inUse ? vscode.l10n.t('in use · {0}', origin) : origin;
  item.tooltip = [title, `${id}, ${origin}`, folder, ...(inUse ? [vscode.l10n.t('In use.')] : [])].join('\n');
  item.contextValue = inUse ? ITEMS.modelInUse : ITEMS.model;
  item.iconPath = inUse
    ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('charts.green'))
    : new vscode.ThemeIcon('circuit-board');
  item.accessibilityInformation = { label: `${title}, ${item.description}` };
  return item;
}
