// Command "Insert Analysis of Image…": a cell that analyses an image, below the selected one, in the language of the
// notebook's kernel. Python does not analyse: there the extension does it first, unless there is a result, and the cell
// shows that.

import { existsSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import type { ImageAnalysis } from '../../engine/protocol/requests.js';
import { RESULT_FILE } from '../../engine/reading/resultRecord.js';
import { analysisParams, askMagnifications } from '../inference/analyseImages.js';
import type { AnalysisContext } from '../inference/runAnalyses.js';
import { COMMANDS } from '../workbench/ids.js';
import { signalOf } from '../workbench/signalOf.js';
import { inferenceCell, resultCell } from './filledIn.js';
import { pathFrom } from './folderKind.js';
import { insertCells, languageOf, notebookInFront } from './insertCells.js';
import { cellData } from './newNotebook.js';
import type { NotebookCell } from './notebookFile.js';
import { bringReaders } from './pythonReaders.js';
import { folderOf } from './registerKernel.js';

const IMAGE_ENDINGS = ['png', 'jpg', 'jpeg', 'webp', 'tif', 'tiff', 'svs', 'ndpi'];

export interface InsertContext {
  readonly analysis: Pick<AnalysisContext, 'engine' | 'magnifications'>;
  /** Path of the Python package that the extension brings. */
  readonly readers: string;
}

/** True if a cell was inserted. `given`: address of the image. */
export async function insertAnalysis(context: InsertContext, given?: unknown): Promise<boolean> {
  const editor = notebookInFront();
  const language = languageOf(editor.notebook);
  const cell = await analysisCell(context, editor.notebook, given);
  return cell !== undefined && insertCells(editor, [cellData(cell, language)]);
}

/** Cell that analyses an image, or shows its result; undefined if the user chooses none or the analysis failed. */
async function analysisCell(
  context: InsertContext,
  notebook: vscode.NotebookDocument,
  given: unknown,
): Promise<NotebookCell | undefined> {
  const base = folderOf(notebook);
  const image = given instanceof vscode.Uri ? given : await pickImage(base);
  if (!image) return undefined;
  if (languageOf(notebook) === 'typescript') {
    const mpp = await magnificationOf(context, image.fsPath);
    return inferenceCell(pathFrom(base, image.fsPath), mpp);
  }
  const folder = await resultOf(image.fsPath);
  if (folder === undefined) return undefined;
  await bringReaders(base, context.readers);
  return resultCell(pathFrom(base, folder));
}

async function pickImage(base: string): Promise<vscode.Uri | undefined> {
  const [image] =
    (await vscode.window.showOpenDialog({
      defaultUri: vscode.Uri.file(base),
      filters: { [vscode.l10n.t('Images')]: IMAGE_ENDINGS },
      openLabel: vscode.l10n.t('Insert Analysis'),
      title: vscode.l10n.t('Image to analyse in the notebook'),
    })) ?? [];
  return image;
}

/**
 * Micrometres per pixel that the image itself does not say, from its folder or from the user; undefined: none are needed.
 * An untrusted workspace asks no engine.
 */
async function magnificationOf({ analysis }: InsertContext, image: string): Promise<number | undefined> {
  const request = analysisParams(inputImage(image));
  if (!vscode.workspace.isTrusted) return analysis.magnifications.of(dirname(image));
  const options = {
    location: vscode.ProgressLocation.Notification,
    title: vscode.l10n.t('Reading the magnification of {0}', basename(image)),
    cancellable: true,
  };
  const [complete] = await vscode.window.withProgress(options, (progress, token) =>
    askMagnifications(analysis, [request], signalOf(token), (message) => progress.report({ message })),
  );
  return complete?.mpp;
}

/** Folder of the image's result, made now if there is none; undefined if the analysis failed, which the user was told. */
async function resultOf(image: string): Promise<string | undefined> {
  const { into, name } = analysisParams(inputImage(image));
  const folder = join(into, name);
  if (existsSync(join(folder, RESULT_FILE))) return folder;
  const analyses = await vscode.commands.executeCommand<readonly ImageAnalysis[] | undefined>(
    COMMANDS.analyseImage,
    vscode.Uri.file(image),
  );
  return analyses?.[0]?.folder;
}

function inputImage(path: string) {
  return { path, name: basename(path, extname(path)) };
}
