// Commands that belong to no view: analyse, say the magnification of a folder, restart the engine, show the log.

import * as vscode from 'vscode';
import type { CommandTable } from '../workbench/commandTable.js';
import { COMMANDS, CONTEXTS } from '../workbench/ids.js';
import { analyseChosen } from './analyseChosen.js';
import { chosenImages } from './chosenImages.js';
import type { AnalysisContext } from './runAnalyses.js';
import { setMagnification } from './setMagnification.js';

/** `panelImages`: images of the result panel in front. */
export function analysisCommands(context: AnalysisContext, panelImages: () => readonly vscode.Uri[]) {
  const { engine, log, magnifications } = context;
  return {
    [COMMANDS.analyseImage]: async (clicked?: vscode.Uri, selected?: readonly vscode.Uri[]) => {
      const analyses = await analyseChosen(context, chosenImages(clicked, selected, panelImages));
      if (analyses.length > 0)
        void vscode.commands.executeCommand('setContext', CONTEXTS.imageAnalysed, true);
      return analyses;
    },
    [COMMANDS.setMagnification]: (clicked?: vscode.Uri) =>
      setMagnification(magnifications, chosenImages(clicked, undefined, panelImages)[0]),
    [COMMANDS.restartEngine]: () => engine.restart(),
    [COMMANDS.showLog]: () => log.show(),
  } satisfies Partial<CommandTable>;
}
