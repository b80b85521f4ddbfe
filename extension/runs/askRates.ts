// Asks for new learning rates of a run that is training.

import * as vscode from 'vscode';
import type { RunCommand } from '../../engine/protocol/runCommands.js';
import { STEP_COLUMNS } from '../../engine/runlog/runState.js';
import { columnOf } from '../../engine/runlog/runTable.js';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import { readRates } from './rateText.js';

/** Undefined where the user changed their mind. */
export async function askRates({ name, state }: ListedRun): Promise<RunCommand | undefined> {
  const now = (column: string) => columnOf(state.steps, column)?.at(-1);
  const generators = now(STEP_COLUMNS.generatorRate);
  const discriminators = now(STEP_COLUMNS.discriminatorRate);
  const text = await vscode.window.showInputBox({
    title: vscode.l10n.t('Learning rate of {0}', name),
    prompt: vscode.l10n.t(
      'One number for all networks, or two: for the generators, and for the discriminators.',
    ),
    value: generators === discriminators ? String(generators ?? '') : `${generators} ${discriminators}`,
    validateInput: (typed) => {
      const rates = readRates(typed);
      return typeof rates === 'string' ? rates : undefined;
    },
  });
  if (text === undefined) return undefined;
  const rates = readRates(text);
  return typeof rates === 'string' ? undefined : { command: 'rates', ...rates };
}
