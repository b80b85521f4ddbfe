// The commands that belong to no view: analyse, restart the engine, show the log. Each feature registers its own.

import type * as vscode from 'vscode';
import { registerTable, requireTrust } from '../workbench/commandTable.js';
import { analyseImages } from './analyseImages.js';
import { chosenImages } from './chosenImages.js';
import type { AnalysisContext } from './runAnalyses.js';

/** `panelImages`: images of the result panel in front. */
export function registerCommands(
  context: AnalysisContext,
  panelImages: () => readonly vscode.Uri[],
): vscode.Disposable {
  const { engine, log } = context;
  return registerTable(log, {
    'deepliif.analyseImage': (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
      requireTrust();
      return analyseImages(context, chosenImages(clicked, selected, panelImages));
    },
    'deepliif.restartEngine': () => {
      requireTrust();
      return engine.restart();
    },
    'deepliif.showLog': () => log.show(),
  });
}
