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
  showInDashboard: 'deepliif.showInDashboard',
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
  COMMANDS.showInDashboard,
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

/** View types of the editors. */
export const EDITORS = { image: 'deepliif.imageViewer' } as const;

/**
 * Context keys. `…Listed` is set once the folders have been read: the welcome texts of the view wait for it, and the palette
 * offers everything before it. The others say which commands can do something.
 */
export const CONTEXTS = {
  resultsListed: 'deepliif.resultsListed',
  hasResults: 'deepliif.hasResults',
  runsListed: 'deepliif.runsListed',
  hasRuns: 'deepliif.hasRuns',
  hasSeveralRuns: 'deepliif.hasSeveralRuns',
  hasOwnRuns: 'deepliif.hasOwnRuns',
  hasLiveRuns: 'deepliif.hasLiveRuns',
  hasRunningRuns: 'deepliif.hasRunningRuns',
  hasPausedRuns: 'deepliif.hasPausedRuns',
  hasEndedRuns: 'deepliif.hasEndedRuns',
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
