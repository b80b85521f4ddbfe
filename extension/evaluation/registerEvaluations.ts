// "Evaluate Results…": the command with its questions, and the panel. Light, since it is part of every start; the page is loaded
// when it is to be shown (decision 0011).

import { existsSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { RESULT_FILE } from '../../engine/reading/resultRecord.js';
import { registerFolderPanels, type PanelKind } from '../panels/folderPanels.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { givenFolder } from '../workbench/givenFolder.js';
import { COMMANDS, PANELS } from '../workbench/ids.js';
import type { EvaluationContext, EvaluationPage } from './evaluationPage.js';

/** Results, truths, other results. */
const MOST_FOLDERS = 3;

export function registerEvaluations(context: EvaluationContext) {
  const kind: PanelKind<EvaluationPage> = {
    viewType: PANELS.evaluation,
    title: ([results]) =>
      results === undefined
        ? vscode.l10n.t('Evaluation')
        : vscode.l10n.t('Evaluation of {0}', basename(results)),
    saved: { field: 'folders', most: MOST_FOLDERS },
    panels: 'each',
    // The order of the folders is their meaning: none may be dropped, and the page says which is missing.
    check: () => Promise.resolve(),
    load: async () => {
      const { EvaluationPage } = await import('./evaluationPage.js');
      return ({ webview }, shown) => new EvaluationPage(webview, context, shown);
    },
  };
  const panels = registerFolderPanels(context, kind);
  return {
    commands: {
      /** `given`: folders of truths and of other results, from a task or a test; then nothing is asked. */
      [COMMANDS.evaluateResults]: async (clicked?: unknown, given?: unknown) => {
        const folders = await foldersOf(clicked, givenFolders(given));
        if (!folders) return undefined;
        const page = await panels.open(folders);
        return given !== undefined && givenFolders(given) ? page.evaluated() : folders;
      },
    } satisfies Partial<CommandTable>,
    dispose: () => void panels.dispose(),
  };
}

interface GivenFolders {
  readonly truth: string;
  readonly against?: string;
}

/** VS Code hands the selected resources of the explorer over as the second argument. */
function givenFolders(given: unknown): GivenFolders | undefined {
  if (typeof given !== 'object' || given === null || Array.isArray(given)) return undefined;
  const { truth, against } = given as { readonly truth?: unknown; readonly against?: unknown };
  if (truth === undefined) return undefined;
  return {
    truth: givenFolder(truth, []),
    ...(against === undefined ? {} : { against: givenFolder(against, []) }),
  };
}

/** Asks for what is not given; undefined if the user changes their mind. */
async function foldersOf(
  clicked: unknown,
  given: GivenFolders | undefined,
): Promise<readonly string[] | undefined> {
  const results =
    clicked === undefined
      ? await pickFolder(vscode.l10n.t('Folder of results, or of pictures named <image>_SegRefined.png'))
      : givenFolder(clicked, []);
  if (results === undefined) return undefined;
  const prediction = requireFolder(setOfResults(results));
  if (given) {
    const { truth, against } = given;
    return [prediction, truth, ...(against === undefined ? [] : [against])].map(requireFolder);
  }
  const truth = await pickFolder(
    vscode.l10n.t(
      'Folder of truths for {0}: masks, labels or points, named as the images',
      basename(prediction),
    ),
  );
  if (truth === undefined) return undefined;
  const [no, yes] = [vscode.l10n.t('Evaluate These Results'), vscode.l10n.t('Compare with Other Results…')];
  const answer = await vscode.window.showQuickPick(
    [
      {
        label: no,
        detail: vscode.l10n.t('Means, intervals, tables and pictures of {0}.', basename(prediction)),
      },
      { label: yes, detail: vscode.l10n.t('Also tests whether a second set of the same images is better.') },
    ],
    { placeHolder: vscode.l10n.t('One set of results, or two?') },
  );
  if (!answer) return undefined;
  if (answer.label === no) return [prediction, truth];
  const against = await pickFolder(vscode.l10n.t('Folder of the other results'));
  return against === undefined ? undefined : [prediction, truth, setOfResults(against)];
}

/** The folder around a single result, since truths are found by the names of results. */
function setOfResults(folder: string): string {
  return existsSync(join(folder, RESULT_FILE)) ? dirname(folder) : folder;
}

/** @throws EngineError `usage` */
function requireFolder(folder: string): string {
  if (statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return folder;
  throw new EngineError(
    'usage',
    vscode.l10n.t('{0} is not a folder. Choose a folder of results or of truths.', folder),
  );
}

async function pickFolder(title: string): Promise<string | undefined> {
  const here = vscode.workspace.workspaceFolders?.[0]?.uri;
  const [picked] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Choose Folder'),
      title,
      ...(here ? { defaultUri: here } : {}),
    })) ?? [];
  return picked ? givenFolder(picked, []) : undefined;
}
