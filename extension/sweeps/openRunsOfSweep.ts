// Opens the runs of a sweep's trials in the training dashboard; a sweep without any has nothing to show yet.

import * as vscode from 'vscode';
import { findRuns } from '../../engine/reading/findRuns.js';
import { COMMANDS } from '../workbench/ids.js';

export async function openRunsOfSweep(folder: string): Promise<void> {
  if ((await findRuns(folder)).folders.length === 0) return;
  await vscode.commands.executeCommand(COMMANDS.openDashboard, vscode.Uri.file(folder));
}
