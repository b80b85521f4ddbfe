// Entry of the extension host's part: makes the objects and connects them. Nothing heavy happens until a command or a
// view needs the engine.

import { join } from 'node:path';
import * as vscode from 'vscode';
import type { BackendInUse } from '../engine/protocol/backends.js';
import type { DeepLiifExports } from './api/index.js';
import { analysisCommands } from './inference/commands.js';
import { registerBatches } from './batch/registerBatches.js';
import { registerEvaluations } from './evaluation/registerEvaluations.js';
import { demoCommands, demoResults } from './inference/demo.js';
import { magnificationsIn } from './inference/magnifications.js';
import type { AnalysisContext } from './inference/runAnalyses.js';
import { Engine } from './engine/engine.js';
import { tensorFlowEnvironment } from './engine/installTensorFlow.js';
import { setUpCommands } from './engine/setUpEngine.js';
import { createStatusBar } from './engine/statusBar.js';
import { modelCommands } from './models/modelCommands.js';
import { modelMeant } from './models/knownModels.js';
import { followModelInUse } from './models/modelInUse.js';
import { createModelsView } from './models/modelsView.js';
import { registerKernel } from './notebook/registerKernel.js';
import { resultCommands } from './results/resultCommands.js';
import { followResultFolders } from './results/resultFolders.js';
import { createResultsTree, workspaceResults } from './results/resultsTree.js';
import { notebookCommands } from './notebook/notebookCommands.js';
import { PYTHON_READERS } from './notebook/pythonReaders.js';
import { registerRenderer } from './notebook/rendererMessages.js';
import { areaSizesIn } from './panels/areaSizes.js';
import { createPluginPreparation, pluginChoice } from './plugins/pluginList.js';
import { registerPlugins } from './plugins/registerPlugins.js';
import { registerRuns } from './runs/registerRuns.js';
import { possibleRuns } from './runs/runsFolders.js';
import { createRunControl } from './runs/runControl.js';
import { registerTraining } from './training/registerTraining.js';
import { registerStyle } from './style/registerStyle.js';
import { registerSweeps } from './sweeps/registerSweeps.js';
import { registerSweepPanels } from './sweeps/sweepPanels.js';
import { registerViewer } from './viewer/registerViewer.js';
import { reopenSlides } from './viewer/reopenSlides.js';
import { registerCommands } from './workbench/commandTable.js';
import { folderChoices } from './workbench/pickFolders.js';
import { settingsFor } from './workbench/userSettings.js';

/** Returns the API for other extensions (extension/api). */
export function activate(context: vscode.ExtensionContext): DeepLiifExports {
  const storage = context.globalStorageUri.fsPath;
  const tensorFlow = join(storage, 'tensorflow');
  const sample = context.asAbsolutePath('extension/sample/ki67-crop.jpg');
  const places = { bundled: context.asAbsolutePath('models'), imported: join(storage, 'models') };

  const log = vscode.window.createOutputChannel('DeepLIIF', { log: true });
  const frame = { log, extension: context.extensionUri, sizes: areaSizesIn(context.globalState) };
  const statusBar = createStatusBar(modelMeant([], settingsFor().model, places));
  const preparation = createPluginPreparation();
  const engine = new Engine({
    script: context.asAbsolutePath('dist/engine.js'),
    log,
    variables: () => tensorFlowEnvironment(tensorFlow),
    prepare: (request) => preparation.prepare(request),
    changed: (state) => statusBar.state(state),
  });
  const results = createResultsTree([demoResults(storage)]);
  const pictures = followResultFolders(results);
  const models = createModelsView(engine, places, possibleRuns);
  const named = followModelInUse(models, places, (model) => statusBar.model(model));
  const batches = registerBatches(
    { ...frame, engine },
    () => analysis,
    () => [...workspaceResults(), demoResults(storage)],
  );
  const analysis: AnalysisContext = {
    engine,
    log,
    usedBackend: (backend: BackendInUse) => statusBar.backend(backend),
    magnifications: magnificationsIn(context.workspaceState),
    resultsChanged: () => results.refresh(),
    batchStarts: batches.batchStarts,
  };
  const viewer = registerViewer({ ...frame, engine }, results);
  const runs = registerRuns({
    ...frame,
    control: createRunControl(engine),
    analysis,
    modelsChanged: () => models.refresh(),
    memory: context.workspaceState,
  });
  const training = registerTraining({ ...frame, engine });
  const style = registerStyle({ ...frame, engine });
  const sweeps = registerSweeps({
    ...frame,
    engine,
    memory: context.workspaceState,
    openDashboard: async (place) => void (await sweepPanels.open([place])),
  });
  const sweepPanels = registerSweepPanels(frame, () => sweeps.control);
  const evaluations = registerEvaluations({ ...frame, engine });
  const kernel = registerKernel({
    log,
    programs: context.asAbsolutePath('dist'),
    places,
    variables: () => tensorFlowEnvironment(tensorFlow),
    plugins: pluginChoice,
  });
  const lists = [() => folderChoices(results), runs.choices, () => folderChoices(sweeps.tree)];
  const inFront = () => [
    ...viewer.activeFolders(),
    ...runs.activeFolders(),
    ...(sweepPanels.active()?.folders ?? []),
  ];
  const plugins = registerPlugins({
    ...frame,
    ...{ engine, preparation, lists, inFront },
    version: (context.extension.packageJSON as { readonly version: string }).version,
    memory: context.globalState,
    storage: join(storage, 'plugins'),
    trees: { results, runs: runs.tree, sweeps: sweeps.tree },
    api: { analysis, models },
  });
  const commands = registerCommands(log, {
    ...analysisCommands(analysis, () => viewer.activeImages()),
    ...demoCommands(analysis, sample, storage),
    ...setUpCommands(analysis, tensorFlow),
    ...modelCommands(analysis, models, places),
    ...resultCommands(analysis, results, async () => (await models.list()).models),
    ...viewer.commands,
    ...batches.commands,
    ...runs.commands,
    ...training.commands,
    ...style.commands,
    ...sweeps.commands,
    ...notebookCommands({
      ...{ analysis, lists, inFront },
      blocks: async () =>
        (await plugins.blocks()).map(({ plugin, contribution }) => ({
          ...contribution,
          folder: plugin.folder,
          plugin: plugin.title,
        })),
      readers: context.asAbsolutePath(`docs/python/${PYTHON_READERS}`),
      samples: context.asAbsolutePath('extension/sample'),
    }),
    ...kernel.commands,
    ...evaluations.commands,
    ...plugins.commands,
  });
  void reopenSlides(context.extension.packageJSON as Parameters<typeof reopenSlides>[0]);
  // Stopped in this order. If the host ends sooner, the engine notices that the channel is closed.
  context.subscriptions.push(
    { dispose: () => void engine.stop() },
    commands,
    viewer,
    batches,
    runs,
    pictures,
    training,
    style,
    sweeps,
    sweepPanels,
    kernel,
    evaluations,
    plugins,
    registerRenderer(log),
    results,
    named,
    models,
    statusBar,
    log,
  );
  return plugins.exports;
}
