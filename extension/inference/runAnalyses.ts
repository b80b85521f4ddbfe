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
  /** Called with several requests, before the first is carried out. `notes`: files that were left out, in words. */
  readonly batchStarts: (
    requests: readonly AnalyseParams[],
    notes: readonly string[],
  ) => Promise<AnalysisWatch>;
}

/** Observer of analyses that run one after the other. */
export interface AnalysisWatch {
  /** A user who cancels through the observer cancels the rest. */
  readonly signal: AbortSignal;
  /** Progress of a request in words. */
  progress(index: number, text: string): void;
  finished(index: number, outcome: Outcome): void;
  /** Called at the end, also if the rest was cancelled. Never rejects. */
  ended(): Promise<void>;
}

/** Tells the user about the preparation. */
export interface Preparing {
  /** Takes a sentence about a file that is left out. */
  note(this: void, sentence: string): void;
  /** Shows what is waited for. */
  waiting(this: void, message: string): void;
}

/** Finds out what is to be analysed. */
export type Prepare = (signal: AbortSignal, preparing: Preparing) => Promise<readonly AnalyseParams[]>;

export interface Run {
  readonly outcomes: readonly Outcome[];
  /** Number of images that were asked for. */
  readonly chosen: number;
  /** Files that were left out, in words. */
  readonly notes: readonly string[];
  /** Reason why the rest was not done; EngineError `cancelled` if the user cancelled. */
  readonly stopped?: Error;
}

/** Failures of one image; the next one may do better. All others would repeat with every image. */
const OF_ONE_IMAGE: readonly EngineErrorCode[] = ['image-unreadable', 'out-of-memory', 'output-unwritable'];

/** Errors of `prepare` and `watchOf` are thrown on. `watchOf`: the observer of these requests, if they have one. */
export async function runAnalyses(
  { engine, log, usedBackend, resultsChanged }: AnalysisContext,
  prepare: Prepare,
  watchOf: (
    requests: readonly AnalyseParams[],
    notes: readonly string[],
  ) => Promise<AnalysisWatch> | undefined,
): Promise<Run> {
  const options = { location: vscode.ProgressLocation.Notification, title: 'DeepLIIF', cancellable: true };
  return vscode.window.withProgress(options, async (progress, token) => {
    const byUser = signalOf(token);
    progress.report({ message: vscode.l10n.t('starting the engine') });
    const notes: string[] = [];
    const requests = await prepare(byUser, {
      note: (sentence) => void notes.push(sentence),
      waiting: (message) => progress.report({ message }),
    });
    for (const sentence of notes) log.warn(sentence);
    const watch = await watchOf(requests, notes);
    const signal = watch ? AbortSignal.any([byUser, watch.signal]) : byUser;
    const outcomes: Outcome[] = [];
    const run = async (stopped?: Error) => {
      await watch?.ended();
      return { outcomes, chosen: requests.length, notes, ...(stopped ? { stopped } : {}) };
    };
    const finished = (index: number, outcome: Outcome) => {
      outcomes.push(outcome);
      watch?.finished(index, outcome);
    };
    for (const [index, request] of requests.entries()) {
      const { image: path, name } = request;
      const image = { path, name };
      const label =
        requests.length > 1 ? vscode.l10n.t('{0} ({1} of {2})', name, index + 1, requests.length) : name;
      try {
        const report = reporter(progress, label, requests.length, (text) => watch?.progress(index, text));
        const analysis = await engine.request('image/analyse', request, { signal, report });
        usedBackend(analysis.backend);
        log.info(`${scoreText(path, analysis.scoring)} → ${analysis.folder}`);
        log.info(`${path}: ${scaleInWords(analysis.scale)}`);
        for (const notice of analysis.notices) log.warn(`${path}: ${notice}`);
        finished(index, { image, analysis });
        resultsChanged();
      } catch (thrown) {
        const error = asError(thrown);
        if (!isOfOneImage(error)) return run(error);
        log.error(`${path}: ${error.message}`);
        finished(index, { image, problem: error.message });
        if (requests.length === 1) return run(error);
      }
    }
    return run();
  });
}

/** An engine that died of one image is started again for the next. A full disk ends the work. */
function isOfOneImage(error: Error): boolean {
  if (error instanceof EngineGoneError) return true;
  return error instanceof EngineError && OF_ONE_IMAGE.includes(error.code) && !error.diskFull;
}

/** Reports progress in words; the bar follows the tiles. `reported` gets the words without the label. */
function reporter(
  progress: vscode.Progress<{ message: string; increment?: number }>,
  label: string,
  images: number,
  reported: (text: string) => void,
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
    const text = progressText(current, performance.now() - since);
    progress.report({ message: vscode.l10n.t('{0}: {1}', label, text), increment: percent - shown });
    reported(text);
    shown = percent;
  };
}
