// Asks which checkpoint of a run the user means: those of steps, the last first, then the ones kept for a reason.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { listCheckpoints } from '../../engine/reading/runCheckpoints.js';

const KEPT: ReadonlyMap<string, string> = new Map([
  ['best', 'Best of the validations'],
  ['before-divergence', 'Before the divergence'],
  ['before-mode-collapse', 'Before the mode collapse'],
]);

/** Its name; undefined when the user cancels. @throws EngineError `usage` for a run without any */
export async function pickCheckpoint({ folder, name }: ListedRun): Promise<string | undefined> {
  const checkpoints = await listCheckpoints(folder);
  if (checkpoints.length === 0)
    throw new EngineError('usage', `${name} has no checkpoint yet, so there is nothing to go on from.`);
  const items = checkpoints.map(({ name: checkpoint, step, writtenMs }) => ({
    label: step === undefined ? (KEPT.get(checkpoint) ?? checkpoint) : `Step ${step}`,
    description: Number.isNaN(writtenMs) ? '' : new Date(writtenMs).toLocaleString(),
    checkpoint,
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: `Fork ${name}`,
    placeHolder: 'From which checkpoint does the new run go on?',
  });
  return picked?.checkpoint;
}
