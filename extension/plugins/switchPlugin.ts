// Commands about one plug-in: switch it off and on, show its problems, open its documentation. A plug-in is given by its row
// in the view or by its id; without, it is picked.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { SETTINGS } from '../workbench/ids.js';
import { settingsFor, writeSetting } from '../workbench/userSettings.js';
import type { ListedPlugin } from './listedPlugins.js';
import type { PluginList } from './pluginList.js';
import { pluginDescription } from './pluginText.js';

export interface HowToChoose {
  readonly placeHolder: string;
  readonly which: (plugin: ListedPlugin) => boolean;
  /** Error if there is none. */
  readonly none: string;
}

/** undefined if the user picks none. @throws EngineError `usage` */
export async function chosenPlugin(
  list: PluginList,
  given: unknown,
  { placeHolder, which, none }: HowToChoose,
): Promise<ListedPlugin | undefined> {
  const all = await list.all();
  const id = typeof given === 'string' ? given : (given as { plugin?: ListedPlugin } | undefined)?.plugin?.id;
  if (id !== undefined) {
    const found = all.find((plugin) => plugin.id === id);
    if (found) return found;
    throw new EngineError('usage', vscode.l10n.t('No plug-in has the id "{0}".', id));
  }
  const choices = all.filter(which).map((plugin) => ({
    label: plugin.title,
    description: pluginDescription(plugin),
    plugin,
  }));
  if (choices.length === 0) throw new EngineError('usage', none);
  return (await vscode.window.showQuickPick(choices, { placeHolder }))?.plugin;
}

export async function enablePlugin(list: PluginList, given: unknown): Promise<string | undefined> {
  const plugin = await chosenPlugin(list, given, {
    placeHolder: vscode.l10n.t('Which plug-in do you want to use?'),
    which: ({ state }) => state === 'off',
    none: vscode.l10n.t('No plug-in is switched off.'),
  });
  if (plugin) await writeOff(settingsFor().disabledPlugins.filter((id) => id !== plugin.id));
  return plugin?.id;
}

export async function disablePlugin(list: PluginList, given: unknown): Promise<string | undefined> {
  const plugin = await chosenPlugin(list, given, {
    placeHolder: vscode.l10n.t('Which plug-in do you want to switch off?'),
    which: ({ state }) => state !== 'off',
    none: vscode.l10n.t('There is no plug-in to switch off.'),
  });
  if (plugin) await writeOff([...new Set([...settingsFor().disabledPlugins, plugin.id])]);
  return plugin?.id;
}

function writeOff(ids: readonly string[]): Promise<void> {
  return writeSetting(SETTINGS.disabledPlugins, ids.length === 0 ? undefined : ids);
}

export async function showPluginProblems(list: PluginList, given: unknown): Promise<void> {
  const plugin = await chosenPlugin(list, given, {
    placeHolder: vscode.l10n.t('The problems of which plug-in?'),
    which: ({ problems }) => problems.length > 0,
    none: vscode.l10n.t('No plug-in has a problem.'),
  });
  if (!plugin) return;
  const { id, title, version, problems, folder } = plugin;
  const message =
    problems.length === 0
      ? vscode.l10n.t('The plug-in {0} has no problem.', title)
      : vscode.l10n.t('The plug-in {0} ({1} {2}) is not used', title, id, version);
  const open = vscode.l10n.t('Open package.json');
  const off = vscode.l10n.t('Disable');
  const detail = problems.join('\n\n');
  const answer = await vscode.window.showWarningMessage(message, { modal: true, detail }, open, off);
  if (answer === open)
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(join(folder, 'package.json')));
  if (answer === off) await disablePlugin(list, id);
}

/** Opens the README of the plug-in; if it has none, its page in the view of extensions. */
export async function openPluginDocumentation(list: PluginList, given: unknown): Promise<void> {
  const plugin = await chosenPlugin(list, given, {
    placeHolder: vscode.l10n.t('The documentation of which plug-in?'),
    which: () => true,
    none: vscode.l10n.t('No plug-ins are installed.'),
  });
  if (!plugin) return;
  const folder = vscode.Uri.file(plugin.folder);
  const names = await vscode.workspace.fs.readDirectory(folder).then(
    (entries) => entries.map(([name]) => name),
    (): string[] => [],
  );
  const readme = names.find((name) => /^readme\.md$/i.test(name));
  if (readme !== undefined) {
    await vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.joinPath(folder, readme));
    return;
  }
  if (vscode.extensions.getExtension(plugin.id)) {
    await vscode.commands.executeCommand('extension.open', plugin.id);
    return;
  }
  throw new EngineError('usage', vscode.l10n.t('The plug-in {0} has no README.md.', plugin.title));
}
