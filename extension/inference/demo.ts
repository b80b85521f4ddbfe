// Command "Run Demo": a real Ki67 image, in the extension's own storage, through the whole analysis. No folder needs to be
// open, and nothing is written into the user's.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { DEFAULT_MODEL } from '../../engine/protocol/defaultModel.js';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS, CONTEXTS } from '../workbench/ids.js';
import { settingsFor } from '../workbench/userSettings.js';
import { analyse } from './analyseImages.js';
import type { AnalysisContext } from './runAnalyses.js';

/** Size of a pixel of the sample, which its file does not say. */
const SAMPLE_MPP = 0.2271;

/** Folder of its results, which the view "Results" lists in every workspace. */
export function demoResults(storage: string): string {
  return join(storage, 'demo', 'results');
}

/** `sample`: the image that the extension brings. */
export function demoCommands(context: AnalysisContext, sample: string, storage: string) {
  return {
    [COMMANDS.runDemo]: async () => {
      const image = vscode.Uri.file(join(storage, 'demo', 'ki67.jpg'));
      await vscode.workspace.fs.copy(vscode.Uri.file(sample), image, { overwrite: true });
      await vscode.workspace.fs.createDirectory(vscode.Uri.file(demoResults(storage)));
      // Bundled model and default thresholds, so that the demo shows the same everywhere.
      const { backend } = settingsFor();
      const into = demoResults(storage);
      const params = {
        image: image.fsPath,
        into,
        name: 'demo',
        model: DEFAULT_MODEL,
        backend,
        mpp: SAMPLE_MPP,
      };
      const analyses = await analyse(context, () => Promise.resolve([params]));
      if (analyses.length > 0) void vscode.commands.executeCommand('setContext', CONTEXTS.demoDone, true);
      return analyses;
    },
  } satisfies Partial<CommandTable>;
}
