// Commands of the view "Results": those of every tree of folders, export, and analysing the image again.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ModelSummary } from '../../engine/protocol/requests.js';
import { RESULT_FILE } from '../../engine/reading/resultRecord.js';
import { analyse } from '../inference/analyseImages.js';
import type { AnalysisContext } from '../inference/runAnalyses.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { folderCommands, type FolderWords } from '../workbench/folderCommands.js';
import type { FolderTree } from '../workbench/folderTree.js';
import { COMMANDS } from '../workbench/ids.js';
import { analyseAgainParams } from './analyseAgain.js';
import { exportResult } from './exportResult.js';
import { readListed, type ListedResult } from '../../engine/reading/listResults.js';

/** `models`: those that there are here, the one in use first. */
export function resultCommands(
  context: AnalysisContext,
  tree: FolderTree<ListedResult>,
  models: () => Promise<readonly ModelSummary[]>,
) {
  const folders = folderCommands({ tree, markers: [RESULT_FILE], read, words });
  return {
    [COMMANDS.refreshResults]: () => folders.refresh(),
    [COMMANDS.renameResult]: (clicked?: unknown, name?: unknown) => folders.rename(clicked, name),
    [COMMANDS.deleteResult]: (clicked?: unknown, selected?: unknown) => folders.remove(clicked, selected),
    [COMMANDS.revealResult]: (clicked?: unknown) => folders.reveal(clicked),
    [COMMANDS.analyseAgain]: async (clicked?: unknown, selected?: unknown) => {
      const meant = await folders.meant(clicked, selected);
      if (meant.length === 0) return [];
      return analyse(context, async () => {
        const known = await models();
        const results = await Promise.all(meant.map(read));
        return Promise.all(results.map((result) => analyseAgainParams(result, known)));
      });
    },
    [COMMANDS.exportResult]: async (clicked?: unknown) => {
      const [folder] = await folders.meant(clicked);
      return folder === undefined ? undefined : exportResult(context.engine, folder);
    },
    [COMMANDS.rerunPlan]: async (clicked?: unknown) => {
      const [place] = await folders.meant(clicked);
      if (place === undefined) return [];
      const { rerunPlan } = await import('./planCommands.js');
      return rerunPlan(context, place, await models());
    },
    [COMMANDS.verifyResult]: async (clicked?: unknown) => {
      const [folder] = await folders.meant(clicked);
      if (folder === undefined) return undefined;
      const { verifyResult } = await import('./planCommands.js');
      return verifyResult(context, folder, await models());
    },
    [COMMANDS.copyAsCode]: async (clicked?: unknown, form?: unknown) => {
      const [place] = await folders.meant(clicked);
      if (place === undefined) return undefined;
      const { copyAsCode } = await import('./copyAsCode.js');
      // An untrusted workspace starts no engine, which lists models and plug-ins.
      const [known, plugins] = vscode.workspace.isTrusted
        ? [await models(), await context.engine.request('plugin/list', {})]
        : [[], []];
      return copyAsCode(place, known, plugins, typeof form === 'string' ? form : undefined);
    },
  } satisfies Partial<CommandTable>;
}

async function read(folder: string): Promise<ListedResult> {
  const result = await readListed(folder);
  if (!result)
    throw new EngineError(
      'usage',
      vscode.l10n.t('This folder is not a result, or not any more: {0}.', folder),
    );
  return result;
}

function words(): FolderWords {
  return {
    which: vscode.l10n.t('Which result?'),
    none: vscode.l10n.t('There are no results yet. Analyse an image, or run the demo.'),
    deleteSeveral: (count) => vscode.l10n.t('Delete {0} results?', count),
    deleteDetail: vscode.l10n.t('The folder goes to the trash, with everything in it. Your images stay.'),
  };
}
