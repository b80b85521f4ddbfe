// Images of the chosen files and folders. If a folder has sub-folders with images, the user says whether they are meant,
// too.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { FoundImages } from '../../engine/protocol/requests.js';
import type { Engine } from '../engine/engine.js';

/** @throws EngineError `image-unreadable` if there are none, `cancelled` if the user does not answer */
export async function findImages(
  engine: Pick<Engine, 'request'>,
  paths: readonly string[],
  signal: AbortSignal,
): Promise<FoundImages> {
  const found = await engine.request('image/find', { paths, subFolders: 'count' }, { signal });
  if (found.subFolders === 0) return found;
  const withSubFolders = await askForSubFolders(found);
  if (withSubFolders === undefined)
    throw new EngineError('cancelled', vscode.l10n.t('Cancelled. Nothing was analysed.'));
  if (!withSubFolders) return found;
  return engine.request('image/find', { paths, subFolders: 'search' }, { signal });
}

/** Undefined if the user closes the list. */
async function askForSubFolders({ images, subFolders }: FoundImages): Promise<boolean | undefined> {
  const title =
    subFolders === 1
      ? vscode.l10n.t('Also the images in 1 sub-folder?')
      : vscode.l10n.t('Also the images in {0} sub-folders?', subFolders);
  const all = { label: vscode.l10n.t('With Sub-Folders'), value: true };
  const these = {
    label: vscode.l10n.t('Only This Folder'),
    description: images.length === 1 ? vscode.l10n.t('1 image') : vscode.l10n.t('{0} images', images.length),
    value: false,
  };
  const choices = images.length > 0 ? [these, all] : [all];
  const picked = await vscode.window.showQuickPick(choices, {
    title,
    placeHolder: title,
    ignoreFocusOut: true,
  });
  return picked?.value;
}
