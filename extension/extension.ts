// The extension host part begins here: makes the objects and connects them. Nothing heavy happens until a command or
// a view needs the engine.

import { join } from 'node:path';
import * as vscode from 'vscode';
import type { BackendInUse } from '../engine/protocol/backends.js';
import { registerCommands } from './inference/commands.js';
import { demoResults, registerDemo } from './inference/demo.js';
import { Engine } from './engine/engine.js';
import { tensorFlowEnvironment } from './engine/installTensorFlow.js';
import { registerSetUp } from './engine/setUpEngine.js';
import { registerPanels } from './viewer/registerViewer.js';
import { registerModelCommands } from './models/modelCommands.js';
import { createModelsView } from './models/modelsView.js';
import { registerResultCommands } from './results/resultCommands.js';
import { createResultsView } from './results/resultsTree.js';
import { BOARDS } from './runs/boards.js';
import { createRunControl } from './runs/runControl.js';
import { registerRuns } from './runs/registerRuns.js';
import { createStatusBar } from './engine/statusBar.js';

export function activate(context: vscode.ExtensionContext): void {
  const storage = context.globalStorageUri.fsPath;
  const tensorFlow = join(storage, 'tensorflow');
  const places = { bundled: context.asAbsolutePath('models'), imported: join(storage, 'models') };

  const log = vscode.window.createOutputChannel('DeepLIIF', { log: true });
  const statusBar = createStatusBar();
  const engine = new Engine({
    script: context.asAbsolutePath('dist/engine.js'),
    log,
    variables: () => tensorFlowEnvironment(tensorFlow),
    changed: (state) => statusBar.state(state),
  });
  const results = createResultsView([demoResults(storage)]);
  const models = createModelsView(engine, places);
  const analysis = {
    engine,
    log,
    usedBackend: (backend: BackendInUse) => statusBar.backend(backend),
    resultsChanged: () => results.refresh(),
  };
  const panels = registerPanels({ engine, log, extension: context.extensionUri }, () => results.all());
  // Stopped in this order; should the host end sooner, the engine notices that the channel is closed.
  context.subscriptions.push(
    { dispose: () => void engine.stop() },
    panels,
    registerCommands(analysis, () => panels.activeImages()),
    registerResultCommands(analysis, results, async () => (await models.list()).models),
    registerModelCommands(analysis, models, places),
    registerSetUp(analysis, tensorFlow),
    registerDemo(analysis, context.asAbsolutePath('extension/sample/22_2.png'), storage),
    registerRuns({
      control: createRunControl(engine),
      boards: BOARDS,
      log,
      extension: context.extensionUri,
    }),
    results,
    models,
    statusBar,
    log,
  );
}
