// Command "Open in Notebook": writes a notebook about results, runs or sweeps, with the code filled in for the kernel that
// the user chooses, and shows it. Nothing is run and no file is replaced, so it also works in untrusted workspaces.

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { placeOfConfig } from '../workbench/placeOfConfig.js';
import { folderCells } from './filledIn.js';
import { folderKind, namedFrom, notebookStem } from './folderKind.js';
import { writeNewFile } from './newFile.js';
import { NOTEBOOK_TYPE } from './kernelIds.js';
import { notebookText, type KernelLanguage } from './notebookFile.js';
import { bringReaders, PYTHON_READERS } from './pythonReaders.js';

/**
 * Writes a notebook about folders (absolute paths) and shows it; returns its path, undefined if the user chooses no kernel.
 * `readers`: path of the Python package that the extension brings.
 *
 * @throws EngineError `usage` for a folder that is no result, run or sweep
 */
export async function openInNotebook(
  folders: readonly string[],
  readers: string,
  given?: KernelLanguage,
): Promise<string | undefined> {
  const kinds = await Promise.all(folders.map(folderKind));
  const wrong = folders.find((_, index) => kinds[index] === undefined);
  if (wrong !== undefined)
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        '{0} holds no result, run or sweep: it has no result.json, run.json or sweep.json. Choose another folder.',
        wrong,
      ),
    );
  const language = given ?? (await pickKernel());
  if (language === undefined) return undefined;
  const base = placeOfConfig(folders[0]!) ?? dirname(folders[0]!);
  const named = folders.map((folder, index) => namedFrom(base, folder, kinds[index]!));
  const text = notebookText(folderCells(named, language), language);
  const path = await writeNewFile(base, { stem: notebookStem(folders), ending: '.ipynb' }, text);
  if (language === 'python') await bringReaders(base, readers);
  await showNotebook(vscode.Uri.file(path));
  return path;
}

/** Opens it as a click in the explorer does: a document opened by the API outlives its editor for minutes, and so would its kernel. */
export async function showNotebook(file: vscode.Uri): Promise<void> {
  await vscode.commands.executeCommand('vscode.openWith', file, NOTEBOOK_TYPE);
}

async function pickKernel(): Promise<KernelLanguage | undefined> {
  const choices: readonly (vscode.QuickPickItem & { readonly language: KernelLanguage })[] = [
    {
      language: 'typescript',
      label: vscode.l10n.t('TypeScript'),
      detail: vscode.l10n.t('The kernel of this extension. Nothing needs to be installed.'),
    },
    {
      language: 'python',
      label: vscode.l10n.t('Python'),
      detail: vscode.l10n.t(
        'A Python kernel of yours. The folder {0} is put beside the notebook.',
        PYTHON_READERS,
      ),
    },
  ];
  const picked = await vscode.window.showQuickPick(choices, {
    placeHolder: vscode.l10n.t('Notebook for which kernel?'),
  });
  return picked?.language;
}
