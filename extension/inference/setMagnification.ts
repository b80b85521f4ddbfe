// Command "Set Magnification of Folder…": changes or forgets what was answered for the images of a folder.

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { magnificationInWords, mppInWords } from '../../engine/protocol/scale.js';
import { askMagnification } from './askMagnification.js';
import type { Magnifications } from './magnifications.js';

/** `chosen`: a folder, or an image for its folder; undefined: the user picks a folder. */
export async function setMagnification(
  magnifications: Magnifications,
  chosen: vscode.Uri | undefined,
): Promise<void> {
  const folder = chosen ? await folderOf(chosen) : await pickFolder();
  if (folder === undefined) return;
  const current = magnifications.of(folder);
  const answer = await askMagnification(vscode.window, { folder, current });
  if (answer === undefined) return;
  if (answer === 'forget') {
    await forget(magnifications, folder);
    return;
  }
  await magnifications.set(folder, answer);
  void vscode.window.showInformationMessage(
    vscode.l10n.t(
      'Images in {0} that do not say their magnification are analysed as {1} ({2}).',
      folder,
      magnificationInWords(answer),
      mppInWords(answer),
    ),
  );
}

/** Forgets the answer where it was given: for this folder, or for one around it. */
async function forget(magnifications: Magnifications, folder: string): Promise<void> {
  let at = folder;
  while (!magnifications.has(at) && at !== dirname(at)) at = dirname(at);
  await magnifications.set(at, undefined);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('The magnification of {0} is forgotten: the next analysis asks for it.', at),
  );
}

async function folderOf(chosen: vscode.Uri): Promise<string> {
  const { type } = await vscode.workspace.fs.stat(chosen);
  return (type & vscode.FileType.Directory) !== 0 ? chosen.fsPath : dirname(chosen.fsPath);
}

async function pickFolder(): Promise<string | undefined> {
  const [folder] =
    (await vscode.window.showOpenDialog({
      canSelectFiles: false,
      canSelectFolders: true,
      openLabel: vscode.l10n.t('Choose Folder of Images'),
    })) ?? [];
  return folder?.fsPath;
}
