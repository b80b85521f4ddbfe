// "Analyse Image": the chosen images one after the other, each into its result folder, with progress that can be
// cancelled; then the scores, and the picture that shows them.

import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import type { BackendInUse } from '../../engine/protocol/backends.js';
import { EngineError } from '../../engine/protocol/errors.js';
import type { Progress } from '../../engine/protocol/progress.js';
import type { ImageAnalysis, InputImage } from '../../engine/protocol/requests.js';
import type { Engine } from '../engine/engine.js';
import { SECTION, settingsOf } from '../settings.js';
import { progressText } from './progressText.js';
import { resultsFolder } from './resultsFolder.js';
import { scoreText } from './scoreText.js';

export interface AnalysisContext {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
  readonly usedBackend: (backend: BackendInUse) => void;
}

/**
 * Analyses files, and the images in folders. An image that cannot be read is told and left out. Returns the results;
 * throws what stops all, EngineError `cancelled` included.
 */
export async function analyseImages(
  context: AnalysisContext,
  chosen: readonly vscode.Uri[],
): Promise<readonly ImageAnalysis[]> {
  const paths = pathsOf(chosen);
  const options = { location: vscode.ProgressLocation.Notification, title: 'DeepLIIF', cancellable: true };
  const analyses = await vscode.window.withProgress(options, async (progress, token) => {
    const signal = signalOf(token);
    progress.report({ message: 'starting the engine' });
    const images = await context.engine.request('image/find', { paths }, { signal });
    const done: ImageAnalysis[] = [];
    for (const image of images) {
      try {
        done.push(await analyse(context, image, signal, reporter(progress, image, images.length)));
      } catch (thrown) {
        if (!(thrown instanceof EngineError && thrown.code === 'image-unreadable')) throw thrown;
        context.log.error(thrown.message);
        void vscode.window.showErrorMessage(thrown.message);
      }
    }
    return done;
  });
  await show(analyses);
  return analyses;
}

function pathsOf(chosen: readonly vscode.Uri[]): readonly string[] {
  if (chosen.length === 0)
    throw new EngineError('usage', 'No image is open. Open one, or select images in the explorer.');
  const remote = chosen.find(({ scheme }) => scheme !== 'file');
  if (remote)
    throw new EngineError(
      'image-unreadable',
      `${remote.toString(true)} is not a file on this machine. Save a copy of the image in a folder, and analyse that.`,
    );
  return chosen.map(({ fsPath }) => fsPath);
}

async function analyse(
  { engine, log, usedBackend }: AnalysisContext,
  { path, name }: InputImage,
  signal: AbortSignal,
  report: (progress: Progress) => void,
): Promise<ImageAnalysis> {
  const uri = vscode.Uri.file(path);
  const settings = settingsOf(vscode.workspace.getConfiguration(SECTION, uri));
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
  const into = resultsFolder(settings.resultsFolder, path, workspaceFolder);
  const { model, backend } = settings;
  const request = { image: path, into, name, model, backend };
  const analysis = await engine.request('image/analyse', request, { signal, report });
  usedBackend(analysis.backend);
  log.info(`${scoreText(path, analysis.scoring)} → ${analysis.folder}`);
  for (const notice of analysis.notices) log.warn(`${path}: ${notice}`);
  return analysis;
}

/** Of one image the scores and the picture with the outlines of its cells; of several, how many there are. */
async function show(analyses: readonly ImageAnalysis[]): Promise<void> {
  const [first, ...more] = analyses;
  if (!first) return;
  if (more.length > 0) {
    const where = [...new Set(analyses.map(({ folder }) => dirname(folder)))].join(', ');
    void vscode.window.showInformationMessage(
      `${analyses.length} images analysed. The results are in ${where}.`,
    );
    return;
  }
  const [map] = Object.keys(first.scoring);
  if (map !== undefined) {
    const picture = vscode.Uri.file(join(first.folder, `${map}Overlaid.png`));
    await vscode.commands.executeCommand('vscode.open', picture);
  }
  void vscode.window.showInformationMessage(scoreText(first.name, first.scoring));
}

/** Progress in words; the bar follows the tiles. */
function reporter(
  progress: vscode.Progress<{ message: string; increment?: number }>,
  { name }: InputImage,
  images: number,
): (progress: Progress) => void {
  let stage = '';
  let since = 0;
  let shown = 0;
  return (current) => {
    if (current.stage !== stage) {
      stage = current.stage;
      since = performance.now();
    }
    const percent = stage === 'tiles' ? (100 * current.done) / current.total / images : shown;
    const message = `${name}: ${progressText(current, performance.now() - since)}`;
    progress.report({ message, increment: percent - shown });
    shown = percent;
  };
}

function signalOf(token: vscode.CancellationToken): AbortSignal {
  const abort = new AbortController();
  if (token.isCancellationRequested) abort.abort();
  token.onCancellationRequested(() => abort.abort());
  return abort.signal;
}
