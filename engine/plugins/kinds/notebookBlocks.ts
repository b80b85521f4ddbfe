// Notebook blocks of plug-ins: cells of a notebook that users insert. They are files of the plug-in; no code runs when they are
// listed or inserted.

import { asError } from '../../protocol/errors.js';
import type { PluginName } from '../../protocol/pluginResults.js';
import { readBlockText } from '../../reading/notebookBlock.js';
import { nameOf, pluginFault } from './contributed.js';
import type { Contributed } from '../usedPlugins.js';

export interface NotebookBlock {
  readonly id: string;
  readonly title: string;
  readonly detail?: string;
  readonly language: Contributed<'notebookBlocks'>['contribution']['language'];
  readonly text: string;
  readonly plugin: PluginName;
}

/**
 * Reads a block. Its file is UTF-8, within the folder of the plug-in, of 256 KB at most.
 *
 * @throws EngineError `plugin-failed` that names the plug-in and its file
 */
export async function readNotebookBlock({
  plugin,
  contribution,
}: Contributed<'notebookBlocks'>): Promise<NotebookBlock> {
  const { id, title, language, detail, file } = contribution;
  const fault = (what: string) => pluginFault('notebookBlocks', { plugin, contribution }, what);
  try {
    const text = await readBlockText(plugin.folder, file);
    return { id, title, language, text, plugin: nameOf(plugin), ...(detail ? { detail } : {}) };
  } catch (error) {
    throw fault(`cannot be read from ${file}: ${asError(error).message.replace(/\.$/, '')}`);
  }
}
