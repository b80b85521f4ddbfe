// Command "Analyse Image": the chosen images, each into its result folder; then the result, or the panel of the batch.

import { dirname } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { AnalyseParams, ImageAnalysis, InputImage } from '../../engine/protocol/requests.js';
import { demoNote } from '../workbench/demoNote.js';
import { COMMANDS } from '../workbench/ids.js';
import { tokenOf } from '../workbench/signalOf.js';
import { analysisOptions } from '../workbench/settings.js';
import { settingsFor } from '../workbench/userSettings.js';
import { askMagnification } from './askMagnification.js';
import { batchInWords } from './batchSummary.js';
import { findImages } from './findImages.js';
import { resultsFolder } from './resultsFolder.js';
import { runAnalyses, type AnalysisContext, type Prepare, type Run } from './runAnalyses.js';
import { scoreText } from './scoreText.js';
import { withMagnifications } from './withMagnifications.js';

/**
 * Analyses files, and the images in folders, by the settings. Asks once for the magnification of each folder whose images
 * do not say it. Returns the results, also if the rest was cancelled. Throws the error of the only image, and an error
 * that stopped all.
 */
export async function analyseImages(
  context: AnalysisContext,
  chosen: readonly vscode.Uri[],
): Promise<readonly ImageAnalysis[]> {
  const paths = pathsOf(chosen);
  return analyse(context, async (signal, { note, waiting }) => {
    const { images, notes } = await findImages(context.engine, paths, signal);
    notes.forEach(note);
    return askMagnifications(context, images.map(analysisParams), signal, waiting);
  });
}

/** Completes requests with the magnifications of their folders, for which the user is asked once. `waiting` shows that. */
export function askMagnifications(
  { engine, magnifications }: Pick<AnalysisContext, 'engine' | 'magnifications'>,
  requests: readonly AnalyseParams[],
  signal: AbortSignal,
  waiting: (message: string) => void,
): Promise<readonly AnalyseParams[]> {
  return withMagnifications(requests, {
    scalesOf: (params) => engine.request('image/scales', params, { signal }),
    remembered: magnifications,
    ask: async (folder, modelMpp) => {
      waiting(vscode.l10n.t('waiting for the magnification of the images in {0}', folder));
      const answer = await askMagnification(vscode.window, { folder, modelMpp, token: tokenOf(signal) });
      return answer === 'forget' ? undefined : answer;
    },
  });
}

/** Does what `analyseImages` does, with the requests that `prepare` returns. `open` opens the only result. */
export async function analyse(
  context: AnalysisContext,
  prepare: Prepare,
  open: (folder: string) => Thenable<unknown> = openResult,
): Promise<readonly ImageAnalysis[]> {
  const run = await runAnalyses(context, prepare, (requests, notes) =>
    requests.length > 1 ? context.batchStarts(requests, notes) : undefined,
  );
  const analyses = run.outcomes.flatMap((outcome) => ('analysis' in outcome ? [outcome.analysis] : []));
  if (run.chosen > 1) tellBatch(run);
  else if (analyses[0]) {
    await open(analyses[0].folder);
    tellScores(withNotes(analyses[0], run.notes));
  }
  const isCancelled = run.stopped instanceof EngineError && run.stopped.code === 'cancelled';
  if (run.stopped && !(isCancelled && analyses.length > 0)) throw run.stopped;
  return analyses;
}

function pathsOf(chosen: readonly vscode.Uri[]): readonly string[] {
  if (chosen.length === 0)
    throw new EngineError(
      'usage',
      vscode.l10n.t('No image is open. Open one, or select images in the explorer.'),
    );
  const remote = chosen.find(({ scheme }) => scheme !== 'file');
  if (remote)
    throw new EngineError(
      'image-unreadable',
      vscode.l10n.t(
        'Not analysed: {0} is not a file on this machine. Save a copy of the image in a folder, and analyse that.',
        remote.toString(true),
      ),
    );
  return chosen.map(({ fsPath }) => fsPath);
}

/** Request for one image, by the settings of its own workspace folder. */
export function analysisParams({ path, name }: InputImage): AnalyseParams {
  const uri = vscode.Uri.file(path);
  const settings = settingsFor(uri);
  const workspaceFolder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
  const into = resultsFolder(settings.resultsFolder, path, workspaceFolder);
  return { ...analysisOptions(settings), image: path, into, name };
}

/** An image that is alone is told with what was left out beside it; a batch shows that in its panel. */
function withNotes(analysis: ImageAnalysis, notes: readonly string[]): ImageAnalysis {
  return { ...analysis, notices: [...analysis.notices, ...notes.map((note) => `${note}.`)] };
}

function openResult(folder: string): Thenable<unknown> {
  return vscode.commands.executeCommand(COMMANDS.openResult, vscode.Uri.file(folder));
}

function tellScores({ name, scoring, notices, demo }: ImageAnalysis): void {
  const scores = scoreText(name, scoring);
  tell(notices.length === 0 ? scores : vscode.l10n.t('{0}. {1}', scores, notices.join(' ')), demo === true);
}

/** Tells what came of an analysis; scores of a demo model come with the way to the original weights. */
function tell(message: string, isDemo: boolean): void {
  if (!isDemo) {
    void vscode.window.showInformationMessage(message);
    return;
  }
  const bring = vscode.l10n.t("Import DeepLIIF's Original Weights…");
  void vscode.window
    .showInformationMessage(vscode.l10n.t('{0} · {1}', message, demoNote()), bring)
    .then((answer) => answer === bring && vscode.commands.executeCommand(COMMANDS.bringModel));
}

/** Message about the end of a batch; the panel of the batch shows the rest. */
function tellBatch({ outcomes, chosen }: Run): void {
  if (outcomes.length === 0) return;
  const words = batchInWords({ outcomes, chosen });
  const first = outcomes.find((outcome) => 'analysis' in outcome);
  if (!first) {
    void vscode.window.showErrorMessage(vscode.l10n.t('{0}. The table says why.', words));
    return;
  }
  const isDemo = outcomes.some((outcome) => 'analysis' in outcome && outcome.analysis.demo === true);
  tell(vscode.l10n.t('{0}. The results are in {1}.', words, dirname(first.analysis.folder)), isDemo);
}
