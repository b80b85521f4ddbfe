// List of a run's checkpoints to pick from: those of steps, the last one first, then the ones kept for a reason.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { listCheckpoints } from '../../engine/reading/runCheckpoints.js';

/** Words of the list, and if it is left out for a run with one checkpoint. */
export interface CheckpointWords {
  readonly title: string;
  readonly placeHolder: string;
  readonly onlyOne?: boolean;
}

/** Name of the checkpoint; undefined if the user picks none. @throws EngineError `usage` for a run without any */
export async function pickCheckpoint(
  { folder, name }: ListedRun,
  { onlyOne = false, ...words }: CheckpointWords,
): Promise<string | undefined> {
  const checkpoints = await listCheckpoints(folder);
  if (checkpoints.length === 0)
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        'There is no checkpoint of {0} yet. Wait for the first one, or ask for one with Checkpoint Now.',
        name,
      ),
    );
  const items = checkpoints.map(({ name: checkpoint, step, writtenMs }) => ({
    label: step === undefined ? keptLabel(checkpoint) : vscode.l10n.t('Step {0}', step),
    description: Number.isNaN(writtenMs) ? '' : new Date(writtenMs).toLocaleString(),
    checkpoint,
  }));
  if (onlyOne && checkpoints.length === 1) return checkpoints[0]!.name;
  const picked = await vscode.window.showQuickPick(items, words);
  return picked?.checkpoint;
}

function keptLabel(checkpoint: string): string {
  switch (checkpoint) {
    case 'best':
      return vscode.l10n.t('Best of the validations');
    case 'before-divergence':
      return vscode.l10n.t('Before the divergence');
    case 'before-mode-collapse':
      return vscode.l10n.t('Before the mode collapse');
    default:
      return checkpoint;
  }
}
