// Runs analyses one after the other, with progress that can be cancelled. Finished results stay, whatever happens to the
// rest.

import * as vscode from 'vscode';
import type { BackendInUse } from '../../engine/protocol/backends.js';
import { asError, EngineError, type EngineErrorCode } from '../../engine/protocol/errors.js';
import type { Progress } from '../../engine/protocol/progress.js';
import { scaleInWords } from '../../engine/protocol/scale.js';
import type { AnalyseParams } from '../../engine/protocol/requests.js';
import { EngineGoneError } from '../engine/connection.js';
import type { EngineContext } from '../engine/engine.js';
import { signalOf } from '../workbench/signalOf.js';
import type { Outcome } from './batchSummary.js';
import type { Magnifications } from './magnifications.js';
import { progressText } from './progressText.js';
import { scoreText } from './scoreText.js';

export interface AnalysisContext extends EngineContext {
  readonly usedBackend: (backend: BackendInUse) => void;
  readonly magnifications: Magnifications;
  /** Called when results have come or changed. */
  readonly resultsChanged: () => void;
}

/** Finds out what is to be analysed; `tell` shows what is waited for. */
export type Prepare = (
  signal: AbortSignal,
  tell: (message: string) => void,
) => Promise<readonly AnalyseParams[]>;

export interface Run {
  readonly outcomes: readonly Outcome[];
  /** Number of images that were asked for. */
  readonly chosen: number;
  /** Reason why the rest was not done; EngineError `cancelled` if the user cancelled. */
  readonly stopped?: Error;
}

/** Failures of one image; the next one may do better. All others would repeat with every image. */
const OF_ONE_IMAGE: readonly EngineErrorCode[] = ['image-unreadable', 'out-of-memory', 'output-unwritable'];

/** `prepare` finds out what is to be analysed, and may tell what it waits for; its errors are thrown on. */
export async function runAnalyses(
  { engine, log, usedBackend, resultsChanged }: AnalysisContext,
  prepare: Prepare,
): Promise<Run> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'DeepLIIF', cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const signal = signalOf(token);
    progress.report({ message: vscode.l10n.t('starting the engine') });
    const requests = await prepare(signal, (message) => progress.report({ message }));
    const outcomes: Outcome[] = [];
    const run = (stopped?: Error) => ({ outcomes, chosen: requests.length, ...(stopped ? { stopped } : {}) });
    for (const [index, request] of requests.entries()) {
      const { image: path, name } = request;
      const image = { path, name };
      const label =
        requests.length > 1 ? vscode.l10n.t('{0} ({1} of {2})', name, index + 1, requests.length) : name;
      try {
        const report = reporter(progress, label, requests.length);
        const analysis = await engine.request('image/analyse', request, { signal, report });
        usedBackend(analysis.backend);
        log.info(`${scoreText(path, analysis.scoring)} → ${analysis.folder}`);
        log.info(`${path}: ${scaleInWords(analysis.scale)}`);
        for (const notice of analysis.notices) log.warn(`${path}: ${notice}`);
        outcomes.push({ image, analysis });
        resultsChanged();
      } catch (thrown) {
        const error = asError(thrown);
        if (!isOfOneImage(error)) return run(error);
        log.error(`${path}: ${error.message}`);
        outcomes.push({ image, problem: error.message });
        if (requests.length === 1) return run(error);
      }
    }
    return run();
  });
}

/** An engine that died of one image is started again for the next. */
function isOfOneImage(error: Error): boolean {
  return (
    error instanceof EngineGoneError || (error instanceof EngineError && OF_ONE_IMAGE.includes(error.code))
  );
}

/** Reports progress in words; the bar follows the tiles. */
function reporter(
  progress: vscode.Progress<{ message: string; increment?: number }>,
  label: string,
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
    const message = vscode.l10n.t('{0}: {1}', label, progressText(current, performance.now() - since));
    progress.report({ message, increment: percent - shown });
    shown = percent;
  };
}
