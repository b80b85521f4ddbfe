// Public surface of DeepLIIF for VS Code: its API, the data of panels, the types of plug-in modules. It imports nothing but
// VS Code's types, so that other extensions can copy it.

import type { CancellationToken, Disposable, Event, Uri } from 'vscode';

/** Exports of the extension `deepliif.deepliif`: `vscode.extensions.getExtension('deepliif.deepliif').activate()`. */
export interface DeepLiifExports {
  /** Version 1 gets more members; none changes or goes away. Throws an Error for a version that there is not. */
  getApi(version: 1): DeepLiifApi;
}

/** Requests reject with an `Error` whose message is for people. What computes or writes needs a trusted workspace. */
export interface DeepLiifApi {
  readonly version: 1;

  /** A result was written: analysed, scored again, corrected. */
  readonly onDidWriteResult: Event<ResultInfo>;
  /** A run began, advanced by at least one event, or ended. */
  readonly onDidChangeRun: Event<RunInfo>;
  /** Rows are selected in the views of DeepLIIF. */
  readonly onDidChangeSelection: Event<Selection>;
  readonly selection: Selection;

  listModels(): Promise<readonly ModelInfo[]>;
  listResults(): Promise<readonly ResultInfo[]>;
  listRuns(): Promise<readonly RunInfo[]>;

  /** Infers an image, finds its cells and scores them, as "Analyse Image" does, without asking and without opening anything. */
  infer(image: Uri, options?: InferOptions, token?: CancellationToken): Promise<ResultInfo>;
  /** Post-processes a result again with other thresholds, as "Re-score…" does. Its folder is replaced as a whole. */
  rescore(result: Uri, thresholds: Thresholds, token?: CancellationToken): Promise<ResultInfo>;
  /** Cells of a result with all measurements, those of plug-ins too: the table of the export "Cells as CSV". */
  measure(result: Uri, token?: CancellationToken): Promise<CellTable>;
  /** Opens the viewer. `sight`: left, top, right and bottom of the part to show, in pixels of the image. */
  openViewer(result: Uri, sight?: Sight): Promise<void>;

  /** Adds an action on results, runs or sweeps to "Run Plug-in Action…". Dispose of it to take it out. */
  registerAction(action: ActionProvider): Disposable;
  /** Adds a panel to "Open Plug-in Panel…", as `contributes.deepliif.panels` does. */
  registerPanel(panel: PanelProvider): Disposable;
}

export type Sight = readonly [left: number, top: number, right: number, bottom: number];

export interface Selection {
  readonly results: readonly Uri[];
  readonly runs: readonly Uri[];
  readonly sweeps: readonly Uri[];
}

export interface ModelInfo {
  readonly id: string;
  readonly title: string;
  readonly folder: Uri;
  readonly tilePx: number;
  /** Micrometres per pixel of its training images, when known. */
  readonly mpp?: number;
  /** True for a model whose scores are no results. */
  readonly isDemo: boolean;
  /** True for the model that analyses images now. */
  readonly isInUse: boolean;
}

export interface ResultInfo {
  readonly folder: Uri;
  readonly name: string;
  /** Time of the analysis, milliseconds since 1970. */
  readonly madeAtMs: number;
  /** Scores by segmentation map, classes set by hand included. */
  readonly scoring: Readonly<Record<string, Scores>>;
  readonly problem?: string;
}

/** Scores of one segmentation map under the names of scoring.json. */
export interface Scores {
  readonly num_total: number;
  readonly num_pos: number;
  readonly num_neg: number;
  /** Share of positive cells in per cent. */
  readonly percent_pos: number;
}

export interface RunInfo {
  readonly folder: Uri;
  readonly name: string;
  readonly status: 'waiting' | 'running' | 'paused' | 'done' | 'stopped' | 'failed' | 'dead' | 'elsewhere';
  readonly step: number;
  readonly epoch: number;
  /** Last value of each loss. */
  readonly losses: Readonly<Record<string, number>>;
}

export interface InferOptions {
  /** Model folder, or the id of a bundled model. Default: the model in use. */
  readonly model?: string;
  /** Micrometres per pixel of the image. Default: what the image says. */
  readonly mpp?: number;
  /** Folder that gets the result folder. Default: as the settings say. */
  readonly into?: Uri;
}

export interface Thresholds {
  readonly resolution: '10x' | '20x' | '40x';
  readonly segThreshold?: number;
  readonly noiseThreshold?: number;
  readonly largeNoiseThreshold?: 'none' | 'auto' | number;
  readonly sizeThreshold?: 'auto' | number;
  readonly sizeThresholdUpper?: number;
  readonly markerThreshold?: 'none' | 'auto' | number;
  readonly odThresholdLower?: number;
  readonly odThresholdUpper?: number;
}

export interface CellTable {
  readonly columns: readonly string[];
  /** Numbers, texts, null for an unknown value; in the order of the columns. */
  readonly rows: readonly (readonly (string | number | null)[])[];
}

/** Record on which an action or a panel works. */
export type RecordKind = 'result' | 'run' | 'sweep';

export interface ActionProvider {
  /** Id among all registered actions: "acme.shape.report". */
  readonly id: string;
  readonly title: string;
  readonly of: RecordKind;
  /** Gets the folders on which the user called it. An error that it throws is shown to the user with the title. */
  run(folders: readonly Uri[]): unknown;
}

export interface PanelProvider {
  readonly id: string;
  readonly title: string;
  readonly of: RecordKind;
  /** Folder that the page may read; nothing else of the machine, and no network. */
  readonly root: Uri;
  /** Path of the script within the folder. */
  readonly script: string;
  /** Path of the style sheet within the folder. */
  readonly style?: string;
}

/** Message that a page gets after it has posted `{ type: 'ready' }`, and again when the record changes. */
export interface PanelMessage {
  readonly type: 'show';
  readonly api: 1;
  readonly panel: string;
  readonly data: PanelData;
}

export type PanelData = ResultData | RunData | SweepData;

export interface RecordPlace {
  readonly folder: string;
  readonly name: string;
}

export interface ResultData extends RecordPlace {
  readonly of: 'result';
  /** Content of result.json. */
  readonly record: object;
  readonly scoring: Readonly<Record<string, Scores>>;
  readonly cells: CellTable;
}

export interface RunData extends RecordPlace {
  readonly of: 'run';
  /** As `deepliif runs show --json` prints it. */
  readonly summary: object;
  readonly steps: RunCurves;
  readonly validations: RunCurves;
}

/** Curves of a run: one value per row; null for NaN and for none. */
export interface RunCurves {
  readonly step: readonly number[];
  readonly columns: Readonly<Record<string, readonly (number | null)[]>>;
}

export interface SweepData extends RecordPlace {
  readonly of: 'sweep';
  /** Counts, history of the best value and best trials, as outputs of notebooks have them. */
  readonly summary: object;
}

/** Messages that the page of a panel may post. */
export type PanelRequest =
  /** The page listens. */
  | { readonly type: 'ready' }
  /** Opens the viewer of the result, or the dashboard of the run or sweep. */
  | { readonly type: 'openViewer'; readonly sight?: Sight }
  /** Goes to the log; `show`: the user sees it, too. */
  | { readonly type: 'failed'; readonly message: string; readonly show: boolean };

/** Exports of the file that `contributes.deepliif.module` names: functions by kind and id. Data in, data out. */
export interface PluginModule {
  readonly measurements?: Readonly<Record<string, MeasurementModule>>;
  readonly scorers?: Readonly<Record<string, ScorerModule>>;
  readonly exporters?: Readonly<Record<string, ExporterModule>>;
  readonly postProcessors?: Readonly<Record<string, PostProcessorModule>>;
  readonly imageReaders?: Readonly<Record<string, ImageReaderModule>>;
  readonly samplers?: Readonly<Record<string, SamplerModule>>;
  readonly pruners?: Readonly<Record<string, PrunerModule>>;
}

type Answer<T> = T | Promise<T>;

export interface MeasurementModule {
  /** One number for each of `cells`, in their order; NaN says that a number is unknown. */
  measure(input: MeasureInput): Answer<Float64Array | readonly number[]>;
}

/** May be given in several parts, with some of the cells each, if pictures are asked for and the image is large. */
export interface MeasureInput {
  /** Segmentation map that the cells were found in: "Seg". */
  readonly map: string;
  readonly width: number;
  readonly height: number;
  /** null if unknown, never if `needs` says "mpp". */
  readonly mpp: number | null;
  /** All cells beyond noise, counted or not. */
  readonly cells: readonly CellInput[];
  /** The pictures that `needs` names: the rows of the cells and 32 more above and below, where the image has them. */
  readonly pictures: Readonly<Record<string, PictureInput>>;
}

/** One cell. Numbers are pixels of the image; pixel (x, y) covers x … x + 1 and y … y + 1. */
export interface CellInput {
  /** Number of the cell in its map, from 0, as in exported tables. */
  readonly index: number;
  /** True if it is positive by the thresholds of the analysis. Corrections by hand do not change it. */
  readonly positive: boolean;
  /** False if the thresholds leave the cell out. */
  readonly counted: boolean;
  /** Centroid. */
  readonly x: number;
  readonly y: number;
  /** Pixels of the cell, holes included. */
  readonly areaPx: number;
  readonly box: Box;
  /** Known numbers of the staining by the names of exported columns: od_mean, marker_max, dapi_mean; NaN is unknown. */
  readonly intensities: Readonly<Record<string, number>>;
  /** Corners of the polygon around the cell, clockwise: x0, y0, x1, y1, … Only if `needs` says "outline". */
  readonly outline?: Float32Array;
}

/** Column and row of the first pixel in the image, and size. */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Byte of channel c of pixel (X, Y): ((Y − y) × width + X − x) × channels + c. */
export interface PictureInput extends Box {
  /** 3: red, green and blue; 1: grey. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

export interface ScorerModule {
  /** null if there is nothing to say. `value`: a number, or several by name; `shown`: the text for people. */
  score(
    input: ScoreInput,
  ): Answer<
    number | { readonly value: number | Readonly<Record<string, number>>; readonly shown: string } | null
  >;
}

export interface ScoreInput {
  readonly map: string;
  readonly mpp: number | null;
  readonly counts: { readonly total: number; readonly positive: number; readonly negative: number };
  /** Cells that count, without outlines. `cell.index` is the place of a cell in a list of `measurements`. */
  readonly cells: readonly CellInput[];
  /** Numbers of all cells by the ids that the declaration asks for; NaN is unknown. */
  readonly measurements: Readonly<Record<string, Float64Array>>;
}

export interface ExporterModule {
  /** A text, bytes, or several files with endings of their own. */
  write(input: ExportInput): Answer<string | Uint8Array | { readonly files: readonly ExportedFile[] }>;
}

/** One file; exactly one of `text` and `bytes`. */
export interface ExportedFile {
  readonly ending: string;
  readonly text?: string;
  readonly bytes?: Uint8Array;
}

export interface ExportInput {
  /** Name of the result folder. */
  readonly name: string;
  /** Document that `deepliif export --format json` writes. */
  readonly scores: object;
  /** Cells by segmentation map; empty for a result without segmentation. */
  readonly maps: readonly ExportedMap[];
}

export interface ExportedMap {
  readonly name: string;
  /** One value for each cell, counted or not. */
  readonly columns: readonly {
    readonly name: string;
    readonly unit: string;
    readonly meaning: string;
    /** Numbers with NaN where a value is unknown, or texts. */
    readonly values: Float64Array | readonly string[];
  }[];
  /** Corners of each cell: x, y, x, y …, clockwise. Only if `needs` says "outlines". */
  readonly outlines?: readonly Float32Array[];
}

export interface PostProcessorModule {
  /** The changed map: width × height × 3 values. Called for one tile after the other. */
  process(input: PostProcessInput): Answer<Uint8Array>;
}

export interface PostProcessInput {
  readonly width: number;
  readonly height: number;
  readonly mpp: number | null;
  /** Segmentation map, row by row: red is positive, blue negative, green the border of a nucleus. */
  readonly map: Uint8Array;
  /** The IHC image in the same way. */
  readonly ihc: Uint8Array;
  /** Inferred images that `needs` names, by name. */
  readonly pictures: Readonly<Record<string, Uint8Array>>;
}

export interface ImageReaderModule {
  describe(path: string): Answer<{
    readonly width: number;
    readonly height: number;
    readonly mpp?: number;
    readonly notices?: readonly string[];
  }>;
  /** Rows `from … from + count - 1`: count × width × 3 values. Called from the first row to the last, once each. */
  rows(path: string, from: number, count: number): Answer<Uint8Array>;
}

export interface SamplerModule {
  /** A value for every parameter of the space. */
  suggest(input: SamplerInput): Answer<Readonly<Record<string, ParameterValue>>>;
}

export interface SamplerInput {
  readonly study: StudyInput;
  /** Range or choices of each parameter. */
  readonly space: Readonly<Record<string, NumberRange | Choices>>;
  /** Number of the trial that begins. */
  readonly number: number;
  /** Seed of the random numbers of this worker. */
  readonly seed: number;
}

export interface NumberRange {
  readonly kind: 'float' | 'int';
  readonly low: number;
  readonly high: number;
  readonly log: boolean;
  readonly step: number | null;
}

export interface Choices {
  readonly kind: 'categorical';
  readonly choices: readonly ParameterValue[];
}

export type ParameterValue = number | string | boolean | null;

export interface PrunerModule {
  /** True ends the trial, false lets it continue. */
  shouldPrune(input: PrunerInput): Answer<boolean>;
}

export interface PrunerInput {
  readonly study: StudyInput;
  /** Trial that has just reported; the last of its `reports` is the new one. */
  readonly trial: TrialInput;
}

export interface StudyInput {
  readonly name: string;
  readonly directions: readonly ('minimize' | 'maximize')[];
  readonly trials: readonly TrialInput[];
}

export interface TrialInput {
  readonly number: number;
  readonly state: 'complete' | 'pruned' | 'failed' | 'running' | 'waiting';
  /** One for each objective; null until the trial has them. */
  readonly values: readonly number[] | null;
  readonly parameters: Readonly<Record<string, ParameterValue>>;
  /** Value of the objective after each epoch that reported one. */
  readonly reports: readonly { readonly epoch: number; readonly value: number }[];
}
