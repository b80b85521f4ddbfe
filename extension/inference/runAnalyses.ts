// Runs analyses one after the other, with progress that can be cancelled. What is finished stays, whatever happens to
// the rest.

import { signalOf } from '../workbench/signalOf.js';
import * as vscode from 'vscode';
import type { BackendInUse } from '../../engine/protocol/backends.js';
import { asError, EngineError, type EngineErrorCode } from '../../engine/protocol/errors.js';
import type { Progress } from '../../engine/protocol/progress.js';
import type { AnalyseParams } from '../../engine/protocol/requests.js';
import { EngineGoneError } from '../engine/connection.js';
import type { EngineContext } from '../engine/engine.js';
import type { Outcome } from './batchSummary.js';
import { progressText } from './progressText.js';
import { scoreText } from './scoreText.js';

export interface AnalysisContext extends EngineContext {
  readonly usedBackend: (backend: BackendInUse) => void;
  /** Told when there are other results than before. */
  readonly resultsChanged: () => void;
}

export interface Run {
  readonly outcomes: readonly Outcome[];
  /** How many there were to do. */
  readonly chosen: number;
  /** Why the rest was not done; EngineError `cancelled` when the user said so. */
  readonly stopped?: Error;
}

/** Trouble of one image; the next one may do better. Anything else would befall all of them. */
const OF_ONE_IMAGE: readonly EngineErrorCode[] = ['image-unreadable', 'out-of-memory', 'output-unwritable'];

/** `prepare` finds out what is to be analysed; what it throws is thrown. */
export async function runAnalyses(
  { engine, log, usedBackend, resultsChanged }: AnalysisContext,
  prepare: (signal: AbortSignal) => Promise<readonly AnalyseParams[]>,
): Promise<Run> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'DeepLIIF', cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const signal = signalOf(token);
    progress.report({ message: 'starting the engine' });
    const requests = await prepare(signal);
    const outcomes: Outcome[] = [];
    const run = (stopped?: Error) => ({ outcomes, chosen: requests.length, ...(stopped ? { stopped } : {}) });
    for (const [index, request] of requests.entries()) {
      const { image: path, name } = request;
      const image = { path, name };
      const label = requests.length > 1 ? `${name} (${index + 1} of ${requests.length})` : name;
      try {
        const report = reporter(progress, label, requests.length);
        const analysis = await engine.request('image/analyse', request, { signal, report });
        usedBackend(analysis.backend);
        log.info(`${scoreText(path, analysis.scoring)} → ${analysis.folder}`);
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

/** Progress in words; the bar follows the tiles. */
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
    const message = `${label}: ${progressText(current, performance.now() - since)}`;
    progress.report({ message, increment: percent - shown });
    shown = percent;
  };
}
