// Command "Analyse Image" on files that may be pictures of results: those are left out and named. If nothing else was
// chosen, the user is asked whether the images behind them are meant.

import { existsSync } from 'node:fs';
import { basename } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ImageAnalysis } from '../../engine/protocol/requests.js';
import { analyseImages } from './analyseImages.js';
import { splitPaths, type ResultPicture } from './resultPictures.js';
import type { AnalysisContext } from './runAnalyses.js';

/** Names that a sentence lists. */
const MOST_NAMES = 5;

export async function analyseChosen(
  context: AnalysisContext,
  chosen: readonly vscode.Uri[],
): Promise<readonly ImageAnalysis[]> {
  const local = chosen.filter(({ scheme }) => scheme === 'file').map(({ fsPath }) => fsPath);
  const { pictures } = await splitPaths(local);
  if (pictures.length === 0) return analyseImages(context, chosen);
  const leftOut = new Set(pictures.map(({ path }) => path));
  const images = chosen.filter(({ scheme, fsPath }) => scheme !== 'file' || !leftOut.has(fsPath));
  if (images.length === 0) return analyseOriginals(context, pictures);
  void vscode.window.showInformationMessage(
    vscode.l10n.t('Left out, because they are pictures of results: {0}.', listed([...leftOut])),
  );
  return analyseImages(context, images);
}

async function analyseOriginals(
  context: AnalysisContext,
  pictures: readonly ResultPicture[],
): Promise<readonly ImageAnalysis[]> {
  const originals = [...new Set(pictures.map(({ original }) => original))];
  const missing = pictures.find(({ original }) => !existsSync(original));
  if (missing)
    throw new EngineError(
      'image-unreadable',
      vscode.l10n.t(
        'Not analysed: {0} is a picture of a result, and its image is no longer at {1}. Open the image where it is now, and analyse it there.',
        basename(missing.path),
        missing.original,
      ),
    );
  const names = listed(originals);
  const question =
    pictures.length === 1
      ? vscode.l10n.t(
          'Not analysed: {0} is a picture of a result. Analyse its image {1} instead?',
          listed(pictures.map(({ path }) => path)),
          names,
        )
      : vscode.l10n.t(
          'Not analysed: only pictures of results were chosen. Analyse their image {0} instead?',
          names,
        );
  const answer = await vscode.window.showInformationMessage(question, vscode.l10n.t('Analyse {0}', names));
  if (answer === undefined) return [];
  return analyseImages(
    context,
    originals.map((path) => vscode.Uri.file(path)),
  );
}

function listed(paths: readonly string[]): string {
  const names = paths.slice(0, MOST_NAMES).map((path) => basename(path));
  const more = paths.length - names.length;
  const text = names.join(', ');
  return more > 0 ? vscode.l10n.t('{0} and {1} more', text, more) : text;
}
