// Names by which package.json and VS Code know the extension's parts. Both sides of each name import it from here, and a
// test compares them with package.json. Imports nothing, so that every module can afford it.

/** Publisher and name, as VS Code asks for them. */
export const EXTENSION_ID = 'deepliif.deepliif';

/** Section of the user's settings. */
export const SECTION = 'deepliif';

export const COMMANDS = {
  analyseImage: 'deepliif.analyseImage',
  analyseAgain: 'deepliif.analyseAgain',
  runDemo: 'deepliif.runDemo',
  restartEngine: 'deepliif.restartEngine',
  setUpEngine: 'deepliif.setUpEngine',
  showLog: 'deepliif.showLog',

  openResult: 'deepliif.openResult',
  compareResults: 'deepliif.compareResults',
  rescore: 'deepliif.rescore',
  exportResult: 'deepliif.exportResult',
  renameResult: 'deepliif.renameResult',
  deleteResult: 'deepliif.deleteResult',
  revealResult: 'deepliif.revealResult',
  refreshResults: 'deepliif.refreshResults',
  openBatch: 'deepliif.openBatch',

  selectModel: 'deepliif.selectModel',
  useModel: 'deepliif.useModel',
  importModel: 'deepliif.importModel',
  bringModel: 'deepliif.bringModel',
  showModelCard: 'deepliif.showModelCard',
  revealModel: 'deepliif.revealModel',
  refreshModels: 'deepliif.refreshModels',

  openDashboard: 'deepliif.openDashboard',
  newTraining: 'deepliif.newTraining',
  startTraining: 'deepliif.startTraining',
  resumeTraining: 'deepliif.resumeTraining',
  stopTraining: 'deepliif.stopTraining',
  pauseTraining: 'deepliif.pauseTraining',
  continueTraining: 'deepliif.continueTraining',
  checkpointNow: 'deepliif.checkpointNow',
  changeLearningRate: 'deepliif.changeLearningRate',
  compareConfigurations: 'deepliif.compareConfigurations',
  exportCurves: 'deepliif.exportCurves',
  forkRun: 'deepliif.forkRun',
  useCheckpoint: 'deepliif.useCheckpoint',
  tryOnImage: 'deepliif.tryOnImage',
  renameRun: 'deepliif.renameRun',
  deleteRun: 'deepliif.deleteRun',
  revealRun: 'deepliif.revealRun',
  refreshRuns: 'deepliif.refreshRuns',
  showInDashboard: 'deepliif.showInDashboard',

  setMagnification: 'deepliif.setMagnification',

  newSweep: 'deepliif.newSweep',
  startSweep: 'deepliif.startSweep',
  openSweepDashboard: 'deepliif.openSweepDashboard',
  pauseSweep: 'deepliif.pauseSweep',
  resumeSweep: 'deepliif.resumeSweep',
  drainSweep: 'deepliif.drainSweep',
  editSweep: 'deepliif.editSweep',
  changeSweep: 'deepliif.changeSweep',
  startBest: 'deepliif.startBest',
  stopTrial: 'deepliif.stopTrial',
  retryTrial: 'deepliif.retryTrial',
  deleteSweep: 'deepliif.deleteSweep',
  revealSweep: 'deepliif.revealSweep',
  refreshSweeps: 'deepliif.refreshSweeps',
  newNotebook: 'deepliif.newNotebook',
  insertAnalysis: 'deepliif.insertAnalysis',
  openInNotebook: 'deepliif.openInNotebook',
  exportNotebook: 'deepliif.exportNotebook',
  openSampleNotebook: 'deepliif.openSampleNotebook',
  restartKernel: 'deepliif.restartKernel',
  evaluateResults: 'deepliif.evaluateResults',
  imageStyle: 'deepliif.imageStyle',
  insertBlock: 'deepliif.insertBlock',
  browsePlugins: 'deepliif.browsePlugins',
  refreshPlugins: 'deepliif.refreshPlugins',
  enablePlugin: 'deepliif.enablePlugin',
  disablePlugin: 'deepliif.disablePlugin',
  showPluginProblems: 'deepliif.showPluginProblems',
  openPluginDocumentation: 'deepliif.openPluginDocumentation',
  openPluginPanel: 'deepliif.openPluginPanel',
  runPluginAction: 'deepliif.runPluginAction',
} as const;
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/**
 * Commands that run nothing of the workspace and change no file of it; those about notebooks write new files. All others need
 * a trusted workspace.
 */
export const COMMANDS_FOR_LOOKING: ReadonlySet<string> = new Set<CommandId>([
  COMMANDS.showLog,
  COMMANDS.openResult,
  COMMANDS.compareResults,
  COMMANDS.revealResult,
  COMMANDS.refreshResults,
  COMMANDS.openBatch,
  COMMANDS.openDashboard,
  COMMANDS.showInDashboard,
  COMMANDS.compareConfigurations,
  COMMANDS.revealRun,
  COMMANDS.refreshRuns,
  COMMANDS.openSweepDashboard,
  COMMANDS.revealSweep,
  COMMANDS.refreshSweeps,
  COMMANDS.newNotebook,
  COMMANDS.insertAnalysis,
  COMMANDS.openInNotebook,
  COMMANDS.exportNotebook,
  COMMANDS.openSampleNotebook,
  COMMANDS.insertBlock,
  COMMANDS.browsePlugins,
  COMMANDS.refreshPlugins,
  COMMANDS.enablePlugin,
  COMMANDS.disablePlugin,
  COMMANDS.showPluginProblems,
  COMMANDS.openPluginDocumentation,
]);

export const VIEWS = {
  results: 'deepliif.results',
  models: 'deepliif.models',
  runs: 'deepliif.runs',
  sweeps: 'deepliif.sweeps',
  plugins: 'deepliif.plugins',
} as const;
export type ViewId = (typeof VIEWS)[keyof typeof VIEWS];

/** View types of the panels that VS Code restores. */
export const PANELS = {
  result: 'deepliif.result',
  training: 'deepliif.training',
  batch: 'deepliif.batch',
  data: 'deepliif.data',
  sweep: 'deepliif.sweep',
  evaluation: 'deepliif.evaluation',
  style: 'deepliif.style',
} as const;
export type PanelId = (typeof PANELS)[keyof typeof PANELS];

/** View type of the panels of reports. They keep no state, since their pages run no script: VS Code does not restore them. */
export const REPORT_PANEL = 'deepliif.report';

/** View type of the panels of plug-ins. Their scripts are foreign, so nothing is restored of them. */
export const PLUGIN_PANEL = 'deepliif.plugin';

/**
 * View types of the editor of images: beside VS Code's own for the formats that it shows, and in its place for the
 * others. VS Code wants a type for each priority.
 */
export const EDITORS = { image: 'deepliif.imageViewer', slide: 'deepliif.slideViewer' } as const;

/**
 * Context keys. `…Listed` is set once the folders have been read: the welcome texts of the view wait for it, and the palette
 * offers everything before it. `resultFolders` has the paths of all listed results, whose pictures menus do not offer to
 * analyse. `has…` say which commands can do something. The others are set when a step of the walkthrough is done.
 */
export const CONTEXTS = {
  resultsListed: 'deepliif.resultsListed',
  hasResults: 'deepliif.hasResults',
  runsListed: 'deepliif.runsListed',
  resultFolders: 'deepliif.resultFolders',
  demoDone: 'deepliif.demoDone',
  imageAnalysed: 'deepliif.imageAnalysed',
  realModel: 'deepliif.realModel',
  runStarted: 'deepliif.runStarted',
  engineSetUp: 'deepliif.engineSetUp',
  hasRuns: 'deepliif.hasRuns',
  hasSeveralRuns: 'deepliif.hasSeveralRuns',
  hasOwnRuns: 'deepliif.hasOwnRuns',
  hasLiveRuns: 'deepliif.hasLiveRuns',
  hasRunningRuns: 'deepliif.hasRunningRuns',
  hasPausedRuns: 'deepliif.hasPausedRuns',
  hasEndedRuns: 'deepliif.hasEndedRuns',
  sweepsListed: 'deepliif.sweepsListed',
  hasSweeps: 'deepliif.hasSweeps',
  hasPluginPanels: 'deepliif.hasPluginPanels',
  hasPluginActions: 'deepliif.hasPluginActions',
} as const;
export type ContextId = (typeof CONTEXTS)[keyof typeof CONTEXTS];

/** Values of `viewItem`, by which menus choose the commands for a row of a tree. */
export const ITEMS = {
  result: 'result',
  unreadableResult: 'unreadableResult',
  model: 'model',
  modelInUse: 'modelInUse',
  runRunning: 'run-live-running',
  runPaused: 'run-live-paused',
  runEnded: 'run-ended',
  runDone: 'run-ended-done',
  runElsewhere: 'run-elsewhere',
  runUnreadable: 'run-unreadable',
  tensorBoard: 'run-tensorboard',
  sweepWorking: 'sweep-live-working',
  sweepPaused: 'sweep-live-paused',
  sweepDraining: 'sweep-live-draining',
  sweepStopped: 'sweep-stopped',
  sweepEnded: 'sweep-ended',
  sweepElsewhere: 'sweep-elsewhere',
  sweepUnreadable: 'sweep-unreadable',
  trialRunning: 'trial-running',
  trialEnded: 'trial-ended',
  pluginUsed: 'plugin-used',
  pluginOff: 'plugin-off',
  pluginBroken: 'plugin-broken',
  pluginWaiting: 'plugin-waiting',
} as const;

/** Settings, without the section. */
export const SETTINGS = {
  model: 'model',
  modelFolders: 'modelFolders',
  resultsFolder: 'resultsFolder',
  runsFolders: 'runs.folders',
  backend: 'backend',
  precision: 'precision',
  tilePx: 'tilePx',
  overlapPx: 'overlapPx',
  mpp: 'mpp',
  segThreshold: 'thresholds.segThreshold',
  noiseThreshold: 'thresholds.noiseThreshold',
  largeNoiseThreshold: 'thresholds.largeNoiseThreshold',
  sizeThreshold: 'thresholds.sizeThreshold',
  sizeThresholdUpper: 'thresholds.sizeThresholdUpper',
  markerThreshold: 'thresholds.markerThreshold',
  odThresholdLower: 'thresholds.odThresholdLower',
  odThresholdUpper: 'thresholds.odThresholdUpper',
  emptyTiles: 'emptyTiles',
  postProcessors: 'postProcessors',
  csvBom: 'csv.bom',
  pluginFolders: 'pluginFolders',
  disabledPlugins: 'disabledPlugins',
  pluginCatalogues: 'pluginCatalogues',
} as const;
export type SettingName = (typeof SETTINGS)[keyof typeof SETTINGS];

/** Item of the status bar. */
export const STATUS_BAR_ITEM = 'deepliif.engine';

/** Command behind it, which opens its menu; package.json does not declare it. */
export const STATUS_MENU = 'deepliif.statusMenu';

/** Scheme of the documents that show the configuration of a run. */
export const CONFIG_SCHEME = 'deepliif-run';

/** Third argument of the command "Open Result": the focus stays in the list, whose keys go on working. */
export const KEEP_FOCUS = 'keep-focus';

/** Renderer of our outputs in notebooks. */
export const RENDERER = 'deepliif.outputs';
