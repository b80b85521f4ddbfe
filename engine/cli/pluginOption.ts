// The option --plugin of commands that work with plug-ins, and the start and end of those that it names.

import { Option, type Command } from 'commander';
import { EngineError } from '../protocol/errors.js';
import { pluginsInUse } from '../plugins/usedPlugins.js';
import { usePluginRows } from '../plugins/kinds/pluginRows.js';
import { pluginName } from '../plugins/contributionWords.js';

export interface PluginFlags {
  readonly plugin?: readonly string[];
}

/** Adds --plugin. The plug-ins are in use before the command runs, and their processes end after it. */
export function addPluginOption(command: Command): Command {
  return command
    .addOption(
      new Option(
        '--plugin <dir>',
        'use the plug-in in this folder; may be given several times. Its code runs: name only folders that you trust',
      ).argParser((dir: string, earlier: readonly string[] | undefined) => [...(earlier ?? []), dir]),
    )
    .hook('preAction', async (_, acting) => usePluginsOf(acting.opts<PluginFlags>()))
    .hook('postAction', () => pluginsInUse().close());
}

/** @throws EngineError `plugin-failed` with all problems: a plug-in that was asked for must be there */
async function usePluginsOf({ plugin: folders = [] }: PluginFlags): Promise<void> {
  if (folders.length === 0) return;
  const { plugins } = await usePluginRows(folders);
  const broken = plugins.filter(({ problems }) => problems.length > 0);
  if (broken.length === 0) return;
  const sentences = broken.flatMap((plugin) =>
    plugin.problems.map((problem) => `The plug-in ${pluginName(plugin)} cannot be used. ${problem}`),
  );
  throw new EngineError('plugin-failed', sentences.join('\n'));
}
