// Above the first line of a *.deepliif-train.json: Start Training, and Resume or Open Dashboard where a run of it exists.

import * as vscode from 'vscode';
import type { ListedRun } from '../../engine/reading/listRuns.js';
import type { RunsView } from './runsTree.js';
import { runsOfConfig } from './configRuns.js';
import { CONFIG_PATTERN } from './trainConfigs.js';

export function registerTrainingLens(view: RunsView): vscode.Disposable {
  const changed = new vscode.EventEmitter<undefined>();
  let last = '';
  const seen = view.onDidRead((runs) => {
    const now = JSON.stringify(runs.map(({ folder, live, status }) => [folder, live, status]));
    if (now !== last) changed.fire(undefined);
    last = now;
  });
  const provider = vscode.languages.registerCodeLensProvider(
    { pattern: CONFIG_PATTERN, scheme: 'file' },
    {
      onDidChangeCodeLenses: changed.event,
      provideCodeLenses: async (document) => {
        if (!vscode.workspace.isTrusted) return [];
        const runs = runsOfConfig(document.getText(), document.uri.fsPath, await view.all());
        const top = new vscode.Range(0, 0, 0, 0);
        return lensesOf(document.uri, runs).map((command) => new vscode.CodeLens(top, command));
      },
    },
  );
  return vscode.Disposable.from(changed, seen, provider);
}

function lensesOf(config: vscode.Uri, runs: readonly ListedRun[]): readonly vscode.Command[] {
  const start = { command: 'deepliif.startTraining', title: '$(play) Start Training', arguments: [config] };
  const live = runs.find((run) => run.live);
  const resumable = runs.find((run) => !run.live && run.status !== 'done' && run.status !== 'elsewhere');
  const newest = runs[0];
  const of = (run: ListedRun) => [vscode.Uri.file(run.folder)];
  return [
    start,
    ...(!live && resumable
      ? [
          {
            command: 'deepliif.resumeTraining',
            title: `$(debug-continue) Resume ${resumable.name}`,
            tooltip: 'Go on after its last checkpoint',
            arguments: of(resumable),
          },
        ]
      : []),
    ...(newest
      ? [
          {
            command: 'deepliif.openDashboard',
            title: `$(graph-line) ${live ? 'Watch' : 'Open'} ${(live ?? newest).name}`,
            arguments: of(live ?? newest),
          },
        ]
      : []),
  ];
}
