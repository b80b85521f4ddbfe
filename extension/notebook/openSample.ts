// Command "Open Sample Notebook…": copies the samples with their image and data into a folder of the user's, and opens the
// one that was chosen. Files that are there already stay as they are, with what the user has changed in them.

import { join } from 'node:path';
import { cp } from 'node:fs/promises';
import * as vscode from 'vscode';
import { showNotebook } from './openInNotebook.js';

/** Folder that the samples get in the workspace. */
const SAMPLES = 'deepliif-samples';

interface Sample extends vscode.QuickPickItem {
  readonly file: string;
}

function samples(): readonly Sample[] {
  return [
    {
      file: 'analyse-an-image.ipynb',
      label: vscode.l10n.t('Analyse an image'),
      detail: vscode.l10n.t('Modalities, cells and scores of one image, and what a threshold changes.'),
    },
    {
      file: 'compare-two-models.ipynb',
      label: vscode.l10n.t('Compare two models'),
      detail: vscode.l10n.t('The same image by two models, side by side and in a table.'),
    },
    {
      file: 'watch-a-training.ipynb',
      label: vscode.l10n.t('Watch a training'),
      detail: vscode.l10n.t('A small training with live curves, and its model on an image.'),
    },
    {
      file: 'read-a-sweep.ipynb',
      label: vscode.l10n.t('Read a sweep'),
      detail: vscode.l10n.t('Trials, best values and the parameters that mattered.'),
    },
  ];
}

/** `source`: folder of the samples in the package. Returns the notebook's path; undefined if nothing is chosen. */
export async function openSample(source: string, given?: unknown): Promise<string | undefined> {
  const all = samples();
  const picked =
    all.find(({ file }) => file === given) ??
    (await vscode.window.showQuickPick(all, {
      placeHolder: vscode.l10n.t('Which sample?'),
      matchOnDetail: true,
    }));
  if (!picked) return undefined;
  const place = await folderForSamples();
  if (place === undefined) return undefined;
  await cp(source, place, { recursive: true, force: false, errorOnExist: false });
  const file = join(place, picked.file);
  await showNotebook(vscode.Uri.file(file));
  return file;
}

async function folderForSamples(): Promise<string | undefined> {
  const open = vscode.workspace.workspaceFolders?.find(({ uri }) => uri.scheme === 'file');
  if (open) return join(open.uri.fsPath, SAMPLES);
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Copy Samples Here'),
      title: vscode.l10n.t('Folder for the sample notebooks'),
    })) ?? [];
  return folder && join(folder.fsPath, SAMPLES);
}
