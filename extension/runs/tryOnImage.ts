// Command "Try on Image…": what a run makes of an image so far. The model of a checkpoint analyses it, and the result is
// shown beside the last try of the same image.

import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { analyse, analysisParams } from '../inference/analyseImages.js';
import type { AnalysisContext } from '../inference/runAnalyses.js';
import { COMMANDS } from '../workbench/ids.js';
import { IMAGE_ENDINGS } from '../workbench/imageEndings.js';
import { modelOfCheckpoint, type ModelsContext } from './checkpointModels.js';
import { tryName, withTry, type Try } from './tries.js';

/** Key of the window's memory. */
const TRIES = 'deepliif.runs.tries';
/** Folder of their results, in the folder of results of the image. */
const TRIES_FOLDER = 'tries';

export interface TryContext extends ModelsContext {
  readonly analysis: AnalysisContext;
  readonly memory: vscode.Memento;
}

/** Returns the folder of the result; undefined if the analysis was cancelled. */
export async function tryOnImage(
  context: TryContext,
  run: ListedRun,
  checkpoint: string,
  image: string,
): Promise<string | undefined> {
  const { analysis, memory } = context;
  const { folder: model, step } = await modelOfCheckpoint(context, run.folder, checkpoint);
  const tries = memory.get<readonly Try[]>(TRIES, []);
  const last = tries.find((one) => one.image === image)?.result;
  const params = analysisParams({
    path: image,
    name: tryName(basename(image, extname(image)), run.name, step),
  });
  const request = { ...params, into: join(params.into, TRIES_FOLDER), model };
  await vscode.workspace.fs.createDirectory(vscode.Uri.file(request.into));
  const open = (folder: string) => {
    const isBeside = last !== undefined && last !== folder && existsSync(last);
    const shown = (isBeside ? [last, folder] : [folder]).map((one) => vscode.Uri.file(one));
    return isBeside
      ? vscode.commands.executeCommand(COMMANDS.compareResults, shown)
      : vscode.commands.executeCommand(COMMANDS.openResult, shown[0]);
  };
  const [done] = await analyse(analysis, () => Promise.resolve([request]), open);
  if (!done) return undefined;
  await memory.update(TRIES, withTry(tries, { image, result: done.folder }));
  return done.folder;
}

interface ImageItem extends vscode.QuickPickItem {
  readonly image?: string;
}

/** Image to try a run on, the last one first; undefined if the user picks none. */
export async function pickImage({ memory }: TryContext, run: string): Promise<string | undefined> {
  const known = memory.get<readonly Try[]>(TRIES, []).filter(({ image }) => existsSync(image));
  if (known.length === 0) return pickImageFile();
  const items: ImageItem[] = known.map(({ image }) => ({
    label: basename(image),
    description: dirname(image),
    image,
  }));
  const other: ImageItem = { label: `$(folder-opened) ${vscode.l10n.t('Another Image…')}`, alwaysShow: true };
  const picked = await vscode.window.showQuickPick([...items, other], {
    title: vscode.l10n.t('Try {0}', run),
    placeHolder: vscode.l10n.t('On which image?'),
    matchOnDescription: true,
  });
  return picked && (picked.image ?? pickImageFile());
}

async function pickImageFile(): Promise<string | undefined> {
  const [picked] =
    (await vscode.window.showOpenDialog({
      title: vscode.l10n.t('Image to try the run on'),
      openLabel: vscode.l10n.t('Try'),
      filters: { [vscode.l10n.t('Images')]: IMAGE_ENDINGS },
    })) ?? [];
  return picked?.fsPath;
}
