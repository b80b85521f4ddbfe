// View "Models": the models that the engine lists for the user, in sections by where they come from; the one in use is
// marked.

import * as vscode from 'vscode';
import type { Engine } from '../engine/engine.js';
import { ITEMS, SETTINGS, VIEWS } from '../workbench/ids.js';
import { problemItem } from '../workbench/problemItem.js';
import { localFolders, onSettingsChange, settingsFor } from '../workbench/userSettings.js';
import {
  foldersToList,
  knownModels,
  modelDescription,
  ORIGINS,
  originTitle,
  type KnownModel,
  type KnownModels,
  type ModelOrigin,
  type ModelPlaces,
} from './knownModels.js';
import { foldersWithModels } from './modelsOfRuns.js';

/** Models of one origin. */
interface Section {
  readonly section: ModelOrigin;
  readonly models: readonly KnownModel[];
}

export type ModelNode = KnownModel | Section | { readonly problem: string };

export interface ModelsView extends vscode.Disposable {
  /** Asks the engine for the models. The one in use comes first. */
  list(): Promise<KnownModels>;
  /** Everything that was listed, after each listing. */
  readonly onDidList: vscode.Event<readonly KnownModel[]>;
  refresh(): void;
}

/** `runs`: absolute paths of the folders of runs, which may hold models. */
export function createModelsView(
  engine: Engine,
  places: ModelPlaces,
  runs: () => Promise<readonly string[]>,
): ModelsView {
  const changed = new vscode.EventEmitter<undefined>();
  const didList = new vscode.EventEmitter<readonly KnownModel[]>();
  const refresh = () => changed.fire(undefined);

  const list = async (): Promise<KnownModels> => {
    const { model, modelFolders } = settingsFor();
    const [workspaceFolder] = localFolders();
    const ofRuns = foldersWithModels(await runs());
    const { folders, problems } = foldersToList(places, modelFolders, workspaceFolder?.uri.fsPath, ofRuns);
    const known = knownModels(await engine.request('model/list', { folders }), places, model);
    const models = [...known.models].sort((a, b) => Number(b.inUse) - Number(a.inUse));
    didList.fire(models);
    return { models, problems: [...problems, ...known.problems] };
  };
  const provider = {
    onDidChangeTreeData: changed.event,
    getChildren: async (parent?: ModelNode): Promise<ModelNode[]> => {
      if (parent !== undefined) return 'section' in parent ? [...parent.models] : [];
      // Listing them starts the engine with folders that the workspace names.
      if (!vscode.workspace.isTrusted) return [];
      const { models, problems } = await list();
      return [...sectionsOf(models), ...problems.map((problem) => ({ problem }))];
    },
    getTreeItem: itemOf,
  };
  const view = vscode.window.createTreeView(VIEWS.models, { treeDataProvider: provider });
  const subscriptions = vscode.Disposable.from(
    changed,
    didList,
    view,
    vscode.workspace.onDidGrantWorkspaceTrust(refresh),
    onSettingsChange([SETTINGS.model, SETTINGS.modelFolders, SETTINGS.runsFolders], refresh),
  );
  return { list, onDidList: didList.event, refresh, dispose: () => void subscriptions.dispose() };
}

/** Sections that hold something; the models themselves if there is only one section. */
function sectionsOf(models: readonly KnownModel[]): readonly ModelNode[] {
  const sections = ORIGINS.map((section) => ({
    section,
    models: models.filter(({ origin }) => origin === section),
  })).filter((section) => section.models.length > 0);
  return sections.length > 1 ? sections : models;
}

function itemOf(node: ModelNode): vscode.TreeItem {
  if ('problem' in node) return problemItem(node.problem);
  if ('section' in node) {
    const item = new vscode.TreeItem(originTitle(node.section), vscode.TreeItemCollapsibleState.Expanded);
    item.id = node.section;
    return item;
  }
  return modelItem(node);
}

function modelItem(model: KnownModel): vscode.TreeItem {
  const { title, id, folder, inUse, origin } = model;
  const item = new vscode.TreeItem(title);
  item.id = origin === 'plugin' ? `${folder}#${id}` : folder; // a plug-in may bring several programs
  const description = modelDescription(model);
  item.description = description;
  item.tooltip = [title, description, `${id} (${originTitle(origin)})`, folder].filter(Boolean).join('\n');
  item.contextValue = inUse ? ITEMS.modelInUse : ITEMS.model;
  item.iconPath = inUse
    ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('charts.green'))
    : new vscode.ThemeIcon('circuit-board');
  item.accessibilityInformation = { label: [title, description].filter(Boolean).join(', ') };
  return item;
}
