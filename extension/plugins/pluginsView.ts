// View "Plug-ins": each with its state, its contributions and its problems. A plug-in is switched off and on here.

import * as vscode from 'vscode';
import { asError } from '../../engine/protocol/errors.js';
import { COMMANDS, ITEMS, VIEWS } from '../workbench/ids.js';
import { problemItem } from '../workbench/problemItem.js';
import { kindsOf, type ListedPlugin, type PluginState } from './listedPlugins.js';
import type { PluginList } from './pluginList.js';
import { kindTitle, pluginDescription } from './pluginText.js';

interface ContributionNode {
  readonly of: string;
  readonly title: string;
  readonly kind: string;
}

export type PluginNode = { readonly plugin: ListedPlugin } | ContributionNode | { readonly problem: string };

const LOOKS: Readonly<
  Record<PluginState, { readonly item: string; readonly icon: string; readonly colour?: string }>
> = {
  used: { item: ITEMS.pluginUsed, icon: 'extensions' },
  off: { item: ITEMS.pluginOff, icon: 'circle-slash', colour: 'disabledForeground' },
  broken: { item: ITEMS.pluginBroken, icon: 'warning', colour: 'list.warningForeground' },
  waiting: { item: ITEMS.pluginWaiting, icon: 'shield' },
};

export function createPluginsView(list: PluginList, log: vscode.LogOutputChannel): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  /** List that the next reading shows, so that a change is not read twice. */
  let fresh: readonly ListedPlugin[] | undefined;
  const roots = async (): Promise<PluginNode[]> => {
    const listed = fresh ?? (await listNow());
    fresh = undefined;
    return listed.map((plugin) => ({ plugin }));
  };
  let isReading = false;
  const listNow = async () => {
    isReading = true;
    try {
      return await list.checked();
    } catch (thrown) {
      log.warn(asError(thrown).message); // the engine does not run: its state tells that
      return await list.all();
    } finally {
      isReading = false;
    }
  };
  const view = vscode.window.createTreeView<PluginNode>(VIEWS.plugins, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (parent) => (parent === undefined ? roots() : childrenOf(parent)),
      getTreeItem: itemOf,
    },
    showCollapseAll: false,
  });
  return vscode.Disposable.from(
    changed,
    view,
    list.onDidRead((listed) => {
      if (isReading) return;
      fresh = listed;
      changed.fire(undefined);
    }),
  );
}

function childrenOf(node: PluginNode): PluginNode[] {
  if (!('plugin' in node)) return [];
  const { plugin } = node;
  const contributions = kindsOf(plugin).flatMap(([kind]) =>
    (plugin.contributes[kind] ?? []).map(({ id, title }) => ({
      of: `${plugin.id}/${kind}/${id}`,
      title,
      kind: kindTitle(kind),
    })),
  );
  return [...plugin.problems.map((problem) => ({ problem })), ...contributions];
}

function itemOf(node: PluginNode): vscode.TreeItem {
  if ('problem' in node) return problemItem(node.problem);
  return 'plugin' in node ? pluginItem(node.plugin) : contributionItem(node);
}

function pluginItem(plugin: ListedPlugin): vscode.TreeItem {
  const { id, title, state, folder, problems } = plugin;
  const item = new vscode.TreeItem(title, vscode.TreeItemCollapsibleState.Collapsed);
  const { item: contextValue, icon, colour } = LOOKS[state];
  item.id = `${id} ${folder}`;
  item.description = pluginDescription(plugin);
  item.tooltip = [`${title} (${id})`, item.description, folder, ...problems].join('\n');
  item.contextValue = contextValue;
  item.iconPath = new vscode.ThemeIcon(
    icon,
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  item.accessibilityInformation = { label: `${title}, ${item.description}` };
  if (state === 'broken')
    item.command = { command: COMMANDS.showPluginProblems, title, arguments: [{ plugin }] };
  return item;
}

function contributionItem({ of, title, kind }: ContributionNode): vscode.TreeItem {
  const item = new vscode.TreeItem(title);
  item.id = of;
  item.description = kind;
  item.iconPath = new vscode.ThemeIcon('symbol-event');
  item.accessibilityInformation = { label: `${title}, ${kind}` };
  return item;
}
