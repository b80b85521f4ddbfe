// "Run Demo": the sample image, in the extension's own storage, through the whole analysis. No folder needs to be open,
// and nothing is written into the user's.

import { join } from 'node:path';
import * as vscode from 'vscode';
import { registerTable, requireTrust } from '../workbench/commandTable.js';
import { analyse } from './analyseImages.js';
import type { AnalysisContext } from './runAnalyses.js';
import { DEFAULT_MODEL } from '../../engine/protocol/defaultModel.js';
import { SECTION, settingsOf } from '../workbench/settings.js';

/** Its results, which the view "Results" lists wherever one works. */
export function demoResults(storage: string): string {
  return join(storage, 'demo', 'results');
}

/** `sample`: the image that the extension brings. */
export function registerDemo(context: AnalysisContext, sample: string, storage: string): vscode.Disposable {
  return registerTable(context.log, {
    'deepliif.runDemo': async () => {
      requireTrust();
      const image = vscode.Uri.file(join(storage, 'demo', 'sample.png'));
      await vscode.workspace.fs.copy(vscode.Uri.file(sample), image, { overwrite: true });
      await vscode.workspace.fs.createDirectory(vscode.Uri.file(demoResults(storage)));
      // The bundled model and thresholds as they come, so that the demo shows the same everywhere.
      const { backend } = settingsOf(vscode.workspace.getConfiguration(SECTION));
      const into = demoResults(storage);
      const params = { image: image.fsPath, into, name: 'demo', model: DEFAULT_MODEL, backend };
      return analyse(context, () => Promise.resolve([params]));
    },
  });
}
