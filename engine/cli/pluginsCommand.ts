// `deepliif plugins`: what plug-ins add, and what is wrong with them. Their code runs in `plugins test` only.

import type { Command } from 'commander';
import { CONTRIBUTION_KINDS, type Plugin } from '../protocol/plugins.js';
import { contributionsOf, KIND_WORDS, pluginName } from '../plugins/contributionWords.js';
import { usePluginRows } from '../plugins/kinds/pluginRows.js';
import { EXIT_CODES } from './exitCodes.js';
import { addPluginsTest } from './pluginsTest.js';
import { interruptible, openTerminal } from './terminal.js';

interface PluginsFlags {
  readonly json?: true;
}

export function addPluginsCommand(program: Command): void {
  const plugins = program
    .command('plugins')
    .summary('list plug-ins and check them')
    .description(
      'Lists what plug-ins add, checks their declarations, or tests them. Only `test` runs their code.',
    );
  const add = (name: string, summary: string, description: string) =>
    plugins
      .command(name)
      .summary(summary)
      .description(description)
      .argument('<dir...>', 'folders of plug-ins, each with a package.json')
      .option('--json', 'print one JSON document instead of text');
  add(
    'list',
    'list what plug-ins add',
    'Lists the contributions of each plug-in, and the reasons if it cannot be used.',
  ).action((folders: string[], flags: PluginsFlags) => run(folders, flags, { fails: false }));
  add(
    'check',
    'check plug-ins',
    'Lists as `plugins list` does, and ends with exit code 9 if a plug-in cannot be used.',
  ).action((folders: string[], flags: PluginsFlags) => run(folders, flags, { fails: true }));
  addPluginsTest(plugins);
}

async function run(
  folders: readonly string[],
  flags: PluginsFlags,
  { fails }: { readonly fails: boolean },
): Promise<void> {
  const terminal = openTerminal(flags.json === true);
  await interruptible(terminal, async () => {
    const { plugins } = await usePluginRows(folders);
    terminal.end();
    if (flags.json) process.stdout.write(`${JSON.stringify({ schemaVersion: 1, plugins }, null, 1)}\n`);
    else process.stdout.write(`${plugins.map(describe).join('\n\n')}\n`);
    if (fails && plugins.some(({ problems }) => problems.length > 0))
      process.exitCode = EXIT_CODES['plugin-failed'];
  });
}

function describe(plugin: Plugin): string {
  const contributions = CONTRIBUTION_KINDS.flatMap((kind) =>
    contributionsOf(plugin, kind).map(({ id, title }) => `${KIND_WORDS[kind]} ${id}: ${title}`),
  );
  return [
    `${plugin.problems.length > 0 ? '✘' : '✔'} ${pluginName(plugin)}`,
    plugin.folder,
    ...contributions,
    ...plugin.problems.map((problem) => `problem: ${problem}`),
  ].join('\n  ');
}
