// Blocks that "Insert DeepLIIF Block…" offers: a table with the built-in rows; those of plug-ins are appended to it. A block
// is a row with a function that inserts its cells.

import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { readBlockText } from '../../engine/reading/notebookBlock.js';
import type { FolderChoice } from '../workbench/pickFolders.js';
import { pickAmong } from '../workbench/pickFolders.js';
import { blockCells, modelsCell, type FolderKind } from './filledIn.js';
import { folderKind, pathFrom } from './folderKind.js';
import { insertAnalysis, type InsertContext } from './insertAnalysis.js';
import { insertCells, languageOf, notebookInFront } from './insertCells.js';
import { cellData } from './newNotebook.js';
import type { KernelLanguage } from './notebookFile.js';
import { bringReaders } from './pythonReaders.js';
import { folderOf } from './registerKernel.js';

export interface NotebookBlock {
  readonly id: string;
  readonly title: string;
  readonly detail: string;
  /** Name of the plug-in that brings it. */
  readonly plugin?: string;
  /** Kernels for which it is; absent: all. */
  readonly language?: KernelLanguage;
  /** True if cells were inserted. `given`: what the block is about, if the caller says it. */
  readonly insert: (given?: unknown) => Promise<boolean>;
}

/** Block of a plug-in: the text of a file. */
export interface BlockFile {
  readonly id: string;
  readonly title: string;
  readonly detail?: string;
  readonly language: 'typescript' | 'javascript' | 'python' | 'markdown';
  /** Folder of the plug-in, and path within it. */
  readonly folder: string;
  readonly file: string;
  readonly plugin: string;
}

export interface BlockContext extends InsertContext {
  /** Lists of folders to pick from: results, runs, sweeps. */
  readonly lists: readonly (() => Promise<readonly FolderChoice[]>)[];
}

export function builtInBlocks(context: BlockContext): readonly NotebookBlock[] {
  return [
    {
      id: 'analysis',
      title: vscode.l10n.t('Analysis of an Image'),
      detail: vscode.l10n.t('Analyses an image that you choose, and shows the result.'),
      insert: (given) => insertAnalysis(context, given),
    },
    folderBlock(
      context,
      'result',
      vscode.l10n.t('Result'),
      vscode.l10n.t('A result and the table of its cells.'),
    ),
    folderBlock(
      context,
      'run',
      vscode.l10n.t('Training Run'),
      vscode.l10n.t('A run and the table of its curves.'),
    ),
    folderBlock(
      context,
      'sweep',
      vscode.l10n.t('Sweep'),
      vscode.l10n.t('A sweep and the table of its trials.'),
    ),
    {
      id: 'models',
      title: vscode.l10n.t('Models'),
      detail: vscode.l10n.t('The models that can analyse images.'),
      language: 'typescript',
      insert: () => insertCells(notebookInFront(), [cellData(modelsCell(), 'typescript')]),
    },
  ];
}

function folderBlock(context: BlockContext, kind: FolderKind, title: string, detail: string): NotebookBlock {
  return {
    ...{ id: kind, title, detail },
    insert: async (given) => {
      const editor = notebookInFront();
      const folder = given instanceof vscode.Uri ? given.fsPath : await pickOf(context, kind, title);
      if (folder === undefined) return false;
      const base = folderOf(editor.notebook);
      const language = languageOf(editor.notebook);
      if (language === 'python') await bringReaders(base, context.readers);
      const cells = blockCells(kind, [pathFrom(base, folder)], language);
      return insertCells(
        editor,
        cells.map((cell) => cellData(cell, language)),
      );
    },
  };
}

async function pickOf({ lists }: BlockContext, kind: FolderKind, title: string): Promise<string | undefined> {
  const choices = (await Promise.all(lists.map((list) => list()))).flat();
  const ofKind = await Promise.all(
    choices.map(async (choice) => {
      const [folder] = await choice.pick();
      return folder !== undefined && (await folderKind(folder)) === kind;
    }),
  );
  const [folder] = await pickAmong(
    choices.filter((_, i) => ofKind[i]),
    { placeHolder: title, none: vscode.l10n.t('There is nothing to show yet: {0}.', title) },
  );
  return folder;
}

export function pluginBlock({ id, title, detail, language, folder, file, plugin }: BlockFile): NotebookBlock {
  const kernel = language === 'markdown' ? undefined : language === 'python' ? 'python' : 'typescript';
  return {
    ...{ id, title, detail: detail ?? basename(file), plugin },
    ...(kernel === undefined ? {} : { language: kernel }),
    insert: async () => {
      const editor = notebookInFront();
      const text = await blockText(folder, file, plugin);
      const kind = language === 'markdown' ? vscode.NotebookCellKind.Markup : vscode.NotebookCellKind.Code;
      return insertCells(editor, [new vscode.NotebookCellData(kind, text, language)]);
    },
  };
}

async function blockText(folder: string, file: string, plugin: string): Promise<string> {
  try {
    return (await readBlockText(folder, file)).trimEnd();
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new EngineError(
      'plugin-failed',
      vscode.l10n.t('The notebook block {0} of the plug-in {1} cannot be read: {2}.', file, plugin, why),
    );
  }
}

/** Asks for a block, unless `wanted` is the id of one, and inserts it; returns its id. */
export async function insertBlock(
  blocks: readonly NotebookBlock[],
  wanted?: unknown,
  given?: unknown,
): Promise<string | undefined> {
  const kernel = languageOf(notebookInFront().notebook);
  const fitting = blocks.filter(({ language }) => language === undefined || language === kernel);
  const meant = fitting.find(({ id }) => id === wanted);
  if (typeof wanted === 'string' && !meant)
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        'No block for this notebook has the id "{0}". There are {1}.',
        wanted,
        fitting.map(({ id }) => id).join(', '),
      ),
    );
  const block = meant ?? (await pick(fitting));
  return block && (await block.insert(given)) ? block.id : undefined;
}

async function pick(blocks: readonly NotebookBlock[]): Promise<NotebookBlock | undefined> {
  const choices = blocks.map((block) => ({
    label: block.title,
    ...(block.plugin === undefined ? {} : { description: block.plugin }),
    detail: block.detail,
    block,
  }));
  const placeHolder = vscode.l10n.t('Which block do you want to insert?');
  const picked = await vscode.window.showQuickPick(choices, { placeHolder, matchOnDetail: true });
  return picked?.block;
}
