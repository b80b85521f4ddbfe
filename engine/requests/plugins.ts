// Answers plugin/use and plugin/list.

import type { Plugin, UsePluginsParams } from '../protocol/plugins.js';

export async function pluginUse({ folders, off }: UsePluginsParams): Promise<readonly Plugin[]> {
  const { usePluginRows } = await import('../plugins/kinds/pluginRows.js');
  return (await usePluginRows(folders, { off })).plugins;
}

export async function pluginList(): Promise<readonly Plugin[]> {
  const { pluginsInUse } = await import('../plugins/usedPlugins.js');
  return pluginsInUse().plugins;
}
