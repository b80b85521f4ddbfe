// Run that a command is about, read from its folder.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { findRuns, SEARCH_LIMITS } from '../../engine/reading/findRuns.js';
import { readListedRun, type ListedRun } from '../../engine/reading/listRuns.js';

/** Files that stand for the folder of their run. */
export const RUN_MARKERS: readonly string[] = ['run.json', 'events.jsonl'];

/** @throws EngineError `usage` for a folder without runs, in it and below it */
export async function checkShown(folder: string): Promise<void> {
  if ((await findRuns(folder)).folders.length > 0) return;
  throw new EngineError(
    'usage',
    vscode.l10n.t(
      '{0} holds nothing to show: neither a run.json nor event files of TensorBoard, up to {1} levels below it. Choose another folder.',
      folder,
      SEARCH_LIMITS.levels,
    ),
  );
}

/** @throws EngineError `usage` for a folder that is no run of ours and none of TensorBoard's */
export async function givenRun(folder: string): Promise<ListedRun> {
  const run = await readListedRun(folder);
  if (!run) throw noRun(folder);
  return run;
}

/** @throws EngineError `usage` also for a folder of TensorBoard's files */
export async function givenOwnRun(folder: string): Promise<ListedRun> {
  const run = await givenRun(folder);
  if (run.kind === 'run') return run;
  throw new EngineError(
    'usage',
    vscode.l10n.t(
      'The folder can only be shown, because it holds TensorBoard’s files and no run of DeepLIIF: {0}.',
      folder,
    ),
  );
}

function noRun(folder: string): EngineError {
  return new EngineError(
    'usage',
    vscode.l10n.t(
      'Not a run: {0} has no run.json in it, and no event file of TensorBoard. Choose another folder.',
      folder,
    ),
  );
}
