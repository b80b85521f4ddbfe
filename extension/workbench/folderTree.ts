// Tree of folders on disk: reads them, follows them, and shows each as a row. Results and runs are such trees. The list
// always comes from the disk; the last list is kept only for comparison.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { CommandId, ContextId, SettingName, ViewId } from './ids.js';
import { onSettingsChange } from './userSettings.js';
import { watchPatterns } from './watchFiles.js';

/** Writing a folder makes many changes; they are one to the tree. */
const QUIET_MS = 400;

export interface ListedFolder {
  /** Absolute path. */
  readonly folder: string;
  readonly name: string;
}

/** Look of a folder in the tree and in lists to pick from. */
export interface FolderRow {
  /** Text beside the name. */
  readonly description: string;
  /** Text that screen readers say between name and description. */
  readonly status?: string;
  /** Lines of the tooltip. */
  readonly lines: readonly string[];
  /** Name of a codicon, and of its theme colour. */
  readonly icon: string;
  readonly colour?: string;
  /** Value of `viewItem`, by which menus choose their commands. */
  readonly item: string;
  /** Command of a click, with arguments behind the folder. */
  readonly command: CommandId;
  readonly more?: readonly unknown[];
}

/** A row below a folder's: a folder in it. */
export interface FolderChild extends ListedFolder {
  readonly row: FolderRow;
}

export interface FolderTreeKind<T extends ListedFolder> {
  readonly view: ViewId;
  /** Set once the folders have been read; the view's welcome texts wait for it. */
  readonly listed: ContextId;
  /** Context keys that follow from what is listed. */
  readonly contexts?: (listed: readonly T[]) => Readonly<Partial<Record<ContextId, boolean>>>;
  /** Reads the folders, in the order in which to show them. `before`: as listed last, by path. */
  readonly list: (before: ReadonlyMap<string, T>) => Promise<readonly T[]>;
  readonly row: (one: T) => FolderRow;
  /** Rows below a folder's, which are folded at first. */
  readonly children?: (one: T) => readonly FolderChild[];
  /** Places where a change concerns the list. */
  readonly patterns: () => readonly vscode.RelativePattern[];
  /** Settings on which those places depend. */
  readonly settings: readonly SettingName[];
  /**
   * Milliseconds until the next reading, whatever the watchers say; undefined: none is due. A tree that has this is read
   * also while it is hidden.
   */
  readonly again?: (listed: readonly T[]) => number | undefined;
}

/** Elements are Uris of folders, so that commands get from the tree what they get from the explorer. */
export interface FolderTree<T extends ListedFolder> extends vscode.Disposable {
  readonly view: vscode.TreeView<vscode.Uri>;
  /** Everything that is listed, after each reading. */
  readonly onDidRead: vscode.Event<readonly T[]>;
  readonly row: (one: T) => FolderRow;
  /** Reads the folders again, soon. */
  refresh(): void;
  /** Reads the folders now. */
  all(): Promise<readonly T[]>;
}

export function createFolderTree<T extends ListedFolder>(kind: FolderTreeKind<T>): FolderTree<T> {
  const changed = new vscode.EventEmitter<undefined>();
  const didRead = new vscode.EventEmitter<readonly T[]>();
  let listed: ReadonlyMap<string, T> = new Map();
  /** Listed folders by address: paths of one folder may differ, as drive letters do on Windows. */
  let byAddress: ReadonlyMap<string, T> = new Map();
  let childrenByAddress: ReadonlyMap<string, FolderChild> = new Map();
  /** List that was read for the last reported change. */
  let fresh: readonly T[] | undefined;
  let shown = '';
  let timer: NodeJS.Timeout | undefined;
  let disposed = false;

  const contexts = new Map<string, boolean>();
  const setContext = (key: string, is: boolean) => {
    if (contexts.get(key) === is) return;
    contexts.set(key, is);
    void vscode.commands.executeCommand('setContext', key, is);
  };
  const childrenOf = (one: T) => kind.children?.(one) ?? [];
  let reading: Promise<readonly T[]> | undefined;
  const read = () =>
    (reading ??= readNow().finally(() => {
      reading = undefined;
    }));
  const readNow = async () => {
    const all = await kind.list(listed);
    listed = new Map(all.map((one) => [one.folder, one]));
    const withAddress = <F extends ListedFolder>(folders: readonly F[]) =>
      new Map(folders.map((one) => [vscode.Uri.file(one.folder).toString(), one]));
    byAddress = withAddress(all);
    childrenByAddress = withAddress(all.flatMap(childrenOf));
    for (const [key, is] of Object.entries({ ...kind.contexts?.(all), [kind.listed]: true }))
      setContext(key, is);
    const again = kind.again?.(all);
    if (again !== undefined) later(again);
    didRead.fire(all);
    return all;
  };
  const later = (ms: number) => {
    clearTimeout(timer);
    if (!disposed) timer = setTimeout(() => void update(), ms);
  };
  const update = async () => {
    if (!view.visible && !kind.again) return changed.fire(undefined); // read when the view becomes visible
    const all = await read();
    if (disposed) return;
    const before = shown;
    if (looksOf(all) === before) return; // nothing flickers while nothing changes
    if (view.visible) fresh = all;
    changed.fire(undefined);
  };
  const looksOf = (all: readonly T[]) =>
    (shown = JSON.stringify(all.map((one) => [one.folder, kind.row(one), childrenOf(one)])));
  const children = async () => {
    const all = fresh ?? (await read());
    fresh = undefined;
    looksOf(all);
    return all.map(({ folder }) => vscode.Uri.file(folder));
  };
  const below = (parent: vscode.Uri) => {
    const one = byAddress.get(parent.toString());
    return one ? childrenOf(one).map(({ folder }) => vscode.Uri.file(folder)) : [];
  };
  const refresh = () => later(QUIET_MS);

  const view = vscode.window.createTreeView<vscode.Uri>(kind.view, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: (parent) => (parent ? below(parent) : children()),
      getParent: () => undefined,
      getTreeItem: (folder) => {
        const one = byAddress.get(folder.toString());
        if (one) return itemOf(folder, { name: one.name, ...kind.row(one) }, childrenOf(one).length > 0);
        const child = childrenByAddress.get(folder.toString());
        return itemOf(folder, child && { name: child.name, ...child.row }, false);
      },
    },
    canSelectMany: true,
    showCollapseAll: false,
  });
  let watching = watchPatterns(kind.patterns(), refresh);
  const watchAgain = () => {
    watching.dispose();
    watching = watchPatterns(kind.patterns(), refresh);
    refresh();
  };
  const subscriptions = vscode.Disposable.from(
    changed,
    didRead,
    view,
    vscode.workspace.onDidChangeWorkspaceFolders(watchAgain),
    onSettingsChange(kind.settings, watchAgain),
    // Changes outside the workspace may have been missed; they are read when the view becomes visible.
    view.onDidChangeVisibility(({ visible }) => {
      if (visible) refresh();
    }),
  );
  return {
    view,
    onDidRead: didRead.event,
    row: kind.row,
    refresh,
    all: read,
    dispose: () => {
      disposed = true;
      clearTimeout(timer);
      watching.dispose();
      subscriptions.dispose();
    },
  };
}

function itemOf(
  folder: vscode.Uri,
  row: (FolderRow & { readonly name: string }) | undefined,
  hasChildren: boolean,
): vscode.TreeItem {
  const { Collapsed, None } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(row?.name ?? basename(folder.fsPath), hasChildren ? Collapsed : None);
  item.id = folder.toString();
  if (!row) return item; // gone since it was listed: the next refresh takes it away
  const { name, description, status, lines, icon, colour, command, more = [] } = row;
  item.description = description;
  item.tooltip = lines.join('\n');
  item.contextValue = row.item;
  item.iconPath = new vscode.ThemeIcon(
    icon,
    colour === undefined ? undefined : new vscode.ThemeColor(colour),
  );
  const said = [name, ...(status === undefined ? [] : [status]), description];
  item.accessibilityInformation = { label: said.join(', ') };
  item.command = { command, title: name, arguments: [folder, ...more] };
  return item;
}
