// Commands about notebooks. They write notebooks and pages and run none, so they also work in untrusted workspaces. Light,
// since it is part of every start: each is loaded when it is used.

import * as vscode from 'vscode';
import type { AnalysisContext } from '../inference/runAnalyses.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { givenFolders } from '../workbench/folderCommands.js';
import { COMMANDS } from '../workbench/ids.js';
import { pickAmong, type FolderChoice } from '../workbench/pickFolders.js';
import { NOTEBOOK_MARKERS } from './folderKind.js';
import type { BlockFile } from './notebookBlocks.js';

export interface NotebookContext {
  readonly analysis: Pick<AnalysisContext, 'engine' | 'magnifications'>;
  /** Lists of folders to pick from: results, runs, sweeps. */
  readonly lists: readonly (() => Promise<readonly FolderChoice[]>)[];
  /** Folders that the panel in front shows; none if no panel of ours is in front. */
  readonly inFront: () => readonly string[];
  /** Path of the Python package that the extension brings. */
  readonly readers: string;
  /** Blocks of plug-ins. */
  readonly blocks: () => Promise<readonly BlockFile[]>;
  /** Path of the folder of samples in the package. */
  readonly samples: string;
}

export function notebookCommands(context: NotebookContext) {
  const { analysis, readers, samples, lists } = context;
  return {
    [COMMANDS.newNotebook]: async () => (await import('./newNotebook.js')).newNotebook(),
    [COMMANDS.insertAnalysis]: async (given?: unknown) =>
      (await import('./insertAnalysis.js')).insertAnalysis({ analysis, readers }, given),
    [COMMANDS.insertBlock]: async (wanted?: unknown, given?: unknown) => {
      const { builtInBlocks, insertBlock, pluginBlock } = await import('./notebookBlocks.js');
      const ofPlugins = (await context.blocks()).map(pluginBlock);
      return insertBlock([...builtInBlocks({ analysis, readers, lists }), ...ofPlugins], wanted, given);
    },
    [COMMANDS.openInNotebook]: async (clicked?: unknown, selected?: unknown, language?: unknown) => {
      const { openInNotebook } = await import('./openInNotebook.js');
      const folders = await meant(context, clicked, selected);
      const isKnown = language === 'typescript' || language === 'python';
      return folders.length === 0
        ? undefined
        : openInNotebook([...new Set(folders)], readers, isKnown ? language : undefined);
    },
    [COMMANDS.exportNotebook]: async (given?: unknown, into?: unknown) =>
      (await import('./exportNotebook.js')).exportNotebook(given, into),
    [COMMANDS.openSampleNotebook]: async (given?: unknown) =>
      (await import('./openSample.js')).openSample(samples, given),
  } satisfies Partial<CommandTable>;
}

/** Folders that the command was given, else those of the panel in front, else one that is picked. */
async function meant(
  { lists, inFront }: NotebookContext,
  clicked: unknown,
  selected: unknown,
): Promise<readonly string[]> {
  const given = givenFolders(clicked, selected, NOTEBOOK_MARKERS);
  if (given.length > 0) return given;
  const shown = inFront();
  if (shown.length > 0) return shown;
  const placeHolder = vscode.l10n.t('A notebook about which result, run or sweep?');
  const none = vscode.l10n.t('There are no results, runs or sweeps yet. Analyse an image first.');
  const choices = (await Promise.all(lists.map((list) => list()))).flat();
  return pickAmong(choices, { placeHolder, none });
}
