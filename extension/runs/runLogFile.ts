// Output of the process that trains a run, opened in an editor.

import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { EngineError } from '../../engine/protocol/errors.js';
import { RUN_LOG_FILE } from '../../engine/reading/runFile.js';

/** @throws EngineError `usage` for a run without a log: it was trained from the command line, or copied without it */
export async function openRunLog(folder: string): Promise<void> {
  const file = join(folder, RUN_LOG_FILE);
  if (!(await stat(file).catch(() => undefined))?.isFile())
    throw new EngineError(
      'usage',
      vscode.l10n.t(
        '{0} does not exist: a run that was started from the command line prints its output in the terminal.',
        file,
      ),
    );
  await vscode.window.showTextDocument(vscode.Uri.file(file), { preview: true });
}
