// Which checkpoint of a run the user means: those on the disk, the last step first, then the ones kept for a reason.

import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';

const STEP = /^step-(\d{9,15})$/;
const KEPT: ReadonlyMap<string, string> = new Map([
  ['best', 'Best of the validations'],
  ['before-divergence', 'Before the divergence'],
  ['before-mode-collapse', 'Before the mode collapse'],
]);

/** Its name; undefined when the user wants none after all. @throws EngineError `usage` for a run without any */
export async function pickCheckpoint({ folder, name }: ListedRun): Promise<string | undefined> {
  const checkpoints = join(folder, 'checkpoints');
  const names = (await readdir(checkpoints).catch(() => [])).filter(
    (each) => STEP.test(each) || KEPT.has(each),
  );
  if (names.length === 0)
    throw new EngineError('usage', `${name} has no checkpoint yet, so there is nothing to go on from.`);
  const stepsFirst = names.sort((a, b) => (stepOf(b) ?? 0) - (stepOf(a) ?? 0));
  const items = await Promise.all(
    stepsFirst.map(async (checkpoint) => ({
      label: KEPT.get(checkpoint) ?? `Step ${stepOf(checkpoint)}`,
      description: await writtenText(join(checkpoints, checkpoint)),
      checkpoint,
    })),
  );
  const picked = await vscode.window.showQuickPick(items, {
    title: `Fork ${name}`,
    placeHolder: 'From which checkpoint does the new run go on?',
  });
  return picked?.checkpoint;
}

function stepOf(checkpoint: string): number | undefined {
  const digits = STEP.exec(checkpoint)?.[1];
  return digits === undefined ? undefined : Number(digits);
}

async function writtenText(folder: string): Promise<string> {
  const found = await stat(folder).catch(() => undefined);
  return found ? found.mtime.toLocaleString() : '';
}
