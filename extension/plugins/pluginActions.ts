// Panels and actions that plug-ins add to results, runs and sweeps: those that are declared, and those that extensions
// register while VS Code runs. The user chooses among those that fit the record.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { folderKind } from '../notebook/folderKind.js';
import { CONTEXTS } from '../workbench/ids.js';
import { contributedBy, type ListedPlugin } from './listedPlugins.js';
import type { PanelRow } from './pluginPanel.js';
import type { RecordKind } from './recordData.js';

/** Action that an extension registers. */
export interface ActionRow {
  readonly id: string;
  readonly title: string;
  readonly of: RecordKind;
  /** Name of the extension for people. */
  readonly plugin: string;
  readonly run: (folders: readonly vscode.Uri[]) => unknown;
}

export interface Registered {
  readonly panels: ReadonlySet<PanelRow>;
  readonly actions: ReadonlySet<ActionRow>;
  /** Both throw EngineError `usage` for an id that is taken. */
  addPanel(row: PanelRow): vscode.Disposable;
  addAction(row: ActionRow): vscode.Disposable;
  /** Sets the context keys of the menus. */
  listed(plugins: readonly ListedPlugin[]): void;
}

export function createRegistered(): Registered {
  const panels = new Set<PanelRow>();
  const actions = new Set<ActionRow>();
  let declared = 0;
  const setContexts = () => {
    const set = (key: string, is: boolean) => void vscode.commands.executeCommand('setContext', key, is);
    set(CONTEXTS.hasPluginPanels, panels.size + declared > 0);
    set(CONTEXTS.hasPluginActions, actions.size > 0);
  };
  const add = <T extends { readonly id: string }>(rows: Set<T>, row: T) => {
    if ([...rows].some(({ id }) => id === row.id))
      throw new EngineError(
        'usage',
        vscode.l10n.t('"{0}" is registered already. Dispose of the first, or choose another id.', row.id),
      );
    rows.add(row);
    setContexts();
    return new vscode.Disposable(() => {
      rows.delete(row);
      setContexts();
    });
  };
  return {
    panels,
    actions,
    addPanel: (row) => add(panels, row),
    addAction: (row) => add(actions, row),
    listed: (plugins) => {
      const now = contributedBy(plugins, 'panels', ['used']).length;
      if (now === declared) return;
      declared = now;
      setContexts();
    },
  };
}

/** Panels of the plug-ins in use, and those that were registered. */
export function panelRows(plugins: readonly ListedPlugin[], { panels }: Registered): readonly PanelRow[] {
  const declared = contributedBy(plugins, 'panels', ['used']).map(({ plugin, contribution }) => ({
    ...contribution,
    plugin: plugin.title,
    folder: plugin.folder,
  }));
  return [...declared, ...panels];
}

/** Row that fits the record in a folder; asks if there are several. @throws EngineError `usage` if none fits */
export async function chooseRow<Row extends Pick<ActionRow, 'title' | 'of' | 'plugin' | 'id'>>(
  rows: readonly Row[],
  folder: string,
  { placeHolder, none }: { readonly placeHolder: string; readonly none: string },
  wanted?: unknown,
): Promise<Row | undefined> {
  const kind = await folderKind(folder);
  const fitting = rows.filter(({ of }) => of === kind);
  const meant = fitting.find(({ id }) => id === wanted);
  if (meant) return meant;
  if (fitting.length === 0) throw new EngineError('usage', none);
  const choices = fitting.map((row) => ({ label: row.title, description: row.plugin, row }));
  return (await vscode.window.showQuickPick(choices, { placeHolder }))?.row;
}
