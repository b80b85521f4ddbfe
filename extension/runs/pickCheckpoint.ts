// List of a run's checkpoints to pick from: those of steps, the last one first, then the ones kept for a reason.

import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { listCheckpoints } from '../../engine/reading/runCheckpoints.js';

/** Name of the checkpoint; undefined if the user picks none. @throws EngineError `usage` for a run without any */
export async function pickCheckpoint({ folder, name }: ListedRun): Promise<string | undefined> {
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
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Fork {0}', name),
    placeHolder: vscode.l10n.t('From which checkpoint does the new run resume?'),
  });
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
