// List of a run's checkpoints to pick from: those of steps, the last one first, then the ones kept for a reason.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ListedRun } from './listRuns.js';

const STEP = /^step-(\d{9,15})$/;
const KEPT: ReadonlySet<string> = new Set(['best', 'before-divergence', 'before-mode-collapse']);

/** Name of the checkpoint; undefined where the user picks none. @throws EngineError `usage` for a run without any */
export async function pickCheckpoint({ folder, name }: ListedRun): Promise<string | undefined> {
  const checkpoints = join(folder, 'checkpoints');
  const names = (await readdir(checkpoints).catch(() => [])).filter(
    (each) => STEP.test(each) || KEPT.has(each),
  );
  if (names.length === 0)
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        '{0} has no checkpoint yet. Wait for the first one, or ask for one with Checkpoint Now.',
        name,
      ),
    );
  const stepsFirst = names.sort((a, b) => (stepOf(b) ?? 0) - (stepOf(a) ?? 0));
  const items = await Promise.all(
    stepsFirst.map(async (checkpoint) => ({
      label: labelOf(checkpoint),
      description: await writtenText(join(checkpoints, checkpoint)),
      checkpoint,
    })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Fork {0}', name),
    placeHolder: vscode.l10n.t('From which checkpoint does the new run go on?'),
  });
  return picked?.checkpoint;
}

function labelOf(checkpoint: string): string {
  switch (checkpoint) {
    case 'best':
      return vscode.l10n.t('Best of the validations');
    case 'before-divergence':
      return vscode.l10n.t('Before the divergence');
    case 'before-mode-collapse':
      return vscode.l10n.t('Before the mode collapse');
    default:
      return vscode.l10n.t('Step {0}', stepOf(checkpoint) ?? checkpoint);
  }
}

function stepOf(checkpoint: string): number | undefined {
  const digits = STEP.exec(checkpoint)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

async function writtenText(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  return found ? found.mtime.toLocaleString() : '';
}
