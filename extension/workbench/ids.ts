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

  selectModel: 'deepliif.selectModel',
  useModel: 'deepliif.useModel',
  importModel: 'deepliif.importModel',
  showModelCard: 'deepliif.showModelCard',
  revealModel: 'deepliif.revealModel',
  refreshModels: 'deepliif.refreshModels',

  openDashboard: 'deepliif.openDashboard',
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
  renameRun: 'deepliif.renameRun',
  deleteRun: 'deepliif.deleteRun',
  revealRun: 'deepliif.revealRun',
  refreshRuns: 'deepliif.refreshRuns',
} as const;
export type CommandId = (typeof COMMANDS)[keyof typeof COMMANDS];

/** Commands that change nothing and start no engine with paths of the workspace. All others need a trusted workspace. */
export const COMMANDS_FOR_LOOKING: ReadonlySet<string> = new Set<CommandId>([
  COMMANDS.showLog,
  COMMANDS.openResult,
  COMMANDS.compareResults,
  COMMANDS.revealResult,
  COMMANDS.refreshResults,
  COMMANDS.openDashboard,
  COMMANDS.compareConfigurations,
  COMMANDS.revealRun,
  COMMANDS.refreshRuns,
]);

export const VIEWS = {
  results: 'deepliif.results',
  models: 'deepliif.models',
  runs: 'deepliif.runs',
} as const;
export type ViewId = (typeof VIEWS)[keyof typeof VIEWS];

/** View types of the panels that VS Code restores. */
export const PANELS = { result: 'deepliif.result', training: 'deepliif.training' } as const;
export type PanelId = (typeof PANELS)[keyof typeof PANELS];

/** View type of the panels of reports. They keep no state, since their pages run no script: VS Code does not restore them. */
export const REPORT_PANEL = 'deepliif.report';

/** View types of the editors. */
export const EDITORS = { image: 'deepliif.imageViewer' } as const;

/** Context keys. Each is set once its folders have been read; the welcome texts of the view wait for it. */
export const CONTEXTS = {
  resultsListed: 'deepliif.resultsListed',
  runsListed: 'deepliif.runsListed',
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
} as const;
export type SettingName = (typeof SETTINGS)[keyof typeof SETTINGS];

/** Item of the status bar. */
export const STATUS_BAR_ITEM = 'deepliif.engine';

/** Scheme of the documents that show the configuration of a run. */
export const CONFIG_SCHEME = 'deepliif-run';

/** Third argument of the command "Open Result": the focus stays in the list, whose keys go on working. */
export const KEEP_FOCUS = 'keep-focus';
