// Notification about plug-ins that are not used because something is wrong with them. Each problem is told once, also over
// restarts of VS Code; the view "Plug-ins" shows it as long as it is there.

import * as vscode from 'vscode';
import { COMMANDS, VIEWS } from '../workbench/ids.js';
import type { ListedPlugin } from './listedPlugins.js';
import type { PluginList } from './pluginList.js';
import { brokenText } from './pluginText.js';

const KEY = 'deepliif.toldPluginProblems';

export function tellProblems(
  list: PluginList,
  memory: Pick<vscode.Memento, 'get' | 'update'>,
  log: vscode.LogOutputChannel,
): vscode.Disposable {
  return list.onDidRead((listed) => {
    const broken = listed.filter(({ state }) => state === 'broken');
    const told = new Set(memory.get<readonly string[]>(KEY, []));
    const news = broken.filter((plugin) => !told.has(problemOf(plugin)));
    // Problems that are gone are forgotten: if they come back, they are news.
    const now = broken.map(problemOf);
    if (news.length > 0 || now.length !== told.size) void memory.update(KEY, now);
    if (news.length === 0) return;
    for (const { title, problems } of news) for (const problem of problems) log.warn(`${title}: ${problem}`);
    void tell(news);
  });
}

function problemOf({ id, version, problems }: ListedPlugin): string {
  return [id, version, ...problems].join('\n');
}

async function tell(broken: readonly ListedPlugin[]): Promise<void> {
  const [only] = broken.length === 1 ? broken : [];
  const show = only ? vscode.l10n.t('Show Problems') : vscode.l10n.t('Show Plug-ins');
  const off = vscode.l10n.t('Disable');
  const answer = await vscode.window.showWarningMessage(brokenText(broken), ...(only ? [show, off] : [show]));
  if (answer === off) await vscode.commands.executeCommand(COMMANDS.disablePlugin, only!.id);
  else if (answer === show)
    await (only
      ? vscode.commands.executeCommand(COMMANDS.showPluginProblems, only.id)
      : vscode.commands.executeCommand(`${VIEWS.plugins}.focus`));
}
