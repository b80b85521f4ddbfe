// Requests that the extension may make of the engine: one table of types from which both ends derive, so that a
// missing or wrong handler does not compile. This file knows no transport; each end has its own connection.ts.

import type { Batch } from './batch.js';
import type { BackendId, BackendInUse, ListedBackend, Precision } from './backends.js';
import type { EmptyTiles } from './emptyTiles.js';
import type { DataCheck, ImageNames, PresetEstimates } from './dataCheck.js';
import type { EngineErrorCode } from './errors.js';
import type {
  EvaluationDocument,
  EvaluationPictures,
  EvaluationPicturesParams,
  EvaluationReportParams,
  EvaluationSettings,
} from './evaluations.js';
import type { ImageStyles, StylePlaces, StyleProjectParams, StyleReadParams } from './imageStyle.js';
import type { CutoffsOfMap } from './intensity.js';
import type { Plugin, UsePluginsParams } from './plugins.js';
import type { PictureInfo, PictureTile, TileAddress } from './pictures.js';
import type { Correction } from './correction.js';
import type { RunCommand } from './runCommands.js';
import type { RunNotes } from './runNotes.js';
import type { ScaleOfTile } from './scale.js';
import type { Scoring } from './scoring.js';
import type {
  ChangeSweepParams,
  EnqueueTrialParams,
  RetryTrialParams,
  StartSweepParams,
  SteerSweepParams,
  SweepProposal,
  TrialOfSweep,
  TrialTraining,
} from './sweeps.js';
import type { PostprocessOptions } from './thresholds.js';

/** Raised by one whenever a request changes its meaning: an engine of another version is refused at the handshake. */
export const PROTOCOL_VERSION = 6;

export interface EngineRequests {
  /** The first request on every channel. */
  'engine/handshake': [params: NoParams, result: Handshake];
  /** Uses the plug-ins in these folders, which their user installed, instead of earlier ones; some are switched off. */
  'plugin/use': [params: UsePluginsParams, result: readonly Plugin[]];
  /** Plug-ins that were found last, with their problems. */
  'plugin/list': [params: NoParams, result: readonly Plugin[]];
  /**
   * The backends of this machine, or only one. With the self-test each is tested and timed, also for a full-size
   * model, which takes up to a minute.
   */
  'backend/list': [
    params: { readonly selfTest: boolean; readonly only?: BackendId },
    result: readonly ListedBackend[],
  ];
  /** The bundled models, then those in `folders`: each a model folder, or a folder of model folders. */
  'model/list': [params: { readonly folders: readonly string[] }, result: ModelList];
  /** Makes a model folder `<into>/<name>` from a checkpoint of the reference; the folder is complete or absent. */
  'model/import': [params: ImportParams, result: ImportedModel];
  /** The images that paths of files and folders mean, and a name for the result of each. */
  'image/find': [params: FindParams, result: FoundImages];
  /** Sizes of a pixel that images and a model say; headers are read, no pixels. */
  'image/scales': [params: ScalesParams, result: ImageScales];
  /** Analyses one image into `<into>/<name>`, a result folder as the command line writes it. */
  'image/analyse': [params: AnalyseParams, result: ImageAnalysis];
  /** Replaces the record of a batch: batch-<time>.json beside the results. */
  'batch/save': [params: { readonly file: string; readonly batch: Batch }, result: void];
  /** Sizes of a picture and of the smaller versions that can be asked for. */
  'picture/open': [params: { readonly file: string }, result: PictureInfo];
  /** Pixels of one tile of one level. */
  'picture/tile': [params: { readonly file: string; readonly address: TileAddress }, result: PictureTile];
  /** Scores a result folder again with other thresholds; its pictures, cells and scores are replaced as a whole. */
  'result/rescore': [params: RescoreParams, result: ResultScores];
  /** Replaces the classes set by hand of one map. */
  'result/correct': [params: CorrectParams, result: void];
  /** Forms in which results can be exported. */
  'export/list': [params: NoParams, result: readonly ListedExporter[]];
  /** Writes a result for others to read. */
  'result/export': [params: ExportParams, result: ExportedResult];
  /** Compares results with their truth as `deepliif evaluate` does; folders are absolute. */
  'evaluation/compare': [params: EvaluationSettings, result: EvaluationDocument];
  /** Pictures of one evaluated image. */
  'evaluation/pictures': [params: EvaluationPicturesParams, result: EvaluationPictures];
  /** Writes the report of an evaluation; the one that was made last is not made again. */
  'evaluation/report': [params: EvaluationReportParams, result: void];
  /** Features of the style of the images in folders, with small pictures. */
  'style/read': [params: StyleReadParams, result: ImageStyles];
  /** Places of images in a plane, by their features. */
  'style/project': [params: StyleProjectParams, result: StylePlaces];
  /** Checks a folder of training data as `deepliif data check` does, with small pictures of some samples. */
  'data/check': [params: CheckDataParams, result: DataCheck];
  /** Cost of the presets of training on this machine; the first call measures a step, which takes seconds. */
  'train/presets': [params: PresetsParams, result: PresetEstimates];
  /** Starts a training run in a process of its own; answers when its first step is being taken, or why it did not begin. */
  'run/start': [params: StartRunParams, result: StartedRun];
  /** Resumes a run from its last checkpoint, in a process of its own. */
  'run/resume': [params: ResumeRunParams, result: StartedRun];
  /** Makes a new run that resumes from a checkpoint of another one, which stays as it is. */
  'run/fork': [params: ForkRunParams, result: ForkedRunFolder];
  /** The model of a run's checkpoint, in `<run>/models`; it is made if it is not there yet. The run stays as it is. */
  'run/model': [params: RunModelParams, result: ModelOfRun];
  /**
   * Sends a command to the process that trains a run; answers when it has the command. The run's events say when it
   * is done.
   */
  'run/command': [params: { readonly folder: string; readonly command: RunCommand }, result: void];
  /** Replaces note and tags of a run, which are kept in its folder and are no part of its events. */
  'run/annotate': [params: AnnotateRunParams, result: void];
  /** Makes the folder of a sweep, and starts the process of this machine that works on it. */
  'sweep/start': [params: StartSweepParams, result: { readonly folder: string }];
  /** Changes phase and number of workers; starts the process of this machine if the sweep works and it has none. */
  'sweep/steer': [params: SteerSweepParams, result: void];
  /** Asks the worker of a running trial to stop it; the trial fails, and is not retried. */
  'sweep/stopTrial': [params: TrialOfSweep, result: void];
  /** Adds a trial with the values of one that ended; answers with its number. */
  'sweep/retryTrial': [params: RetryTrialParams, result: { readonly trial: number }];
  /** Adds a trial of chosen values; answers with its number. */
  'sweep/enqueue': [params: EnqueueTrialParams, result: { readonly trial: number }];
  /** Replaces the configuration of a sweep; workers take it for their next trial. */
  'sweep/change': [params: ChangeSweepParams, result: void];
  /** Proposes a search space around a configuration of a training. */
  'sweep/propose': [params: { readonly config: string }, result: SweepProposal];
  /** Options of a training with the values of a trial. */
  'sweep/trainingOf': [params: TrialOfSweep, result: TrialTraining];
}

export type NoParams = Readonly<Record<string, never>>;

export interface Handshake {
  readonly protocolVersion: number;
  readonly engineVersion: string;
  readonly nodeVersion: string;
  /** The machine, for people: "AMD EPYC 7B13, 2 cores, 16 GB". */
  readonly device: string;
}

export interface ModelList {
  readonly models: readonly ModelSummary[];
  /** Models that are there but broken, in words. */
  readonly problems: readonly string[];
}

export interface ModelSummary {
  readonly id: string;
  readonly title: string;
  /** Absolute path; of a program, that of its plug-in. */
  readonly folder: string;
  /** Title of the plug-in that brings it. Requests name such a model by its id. */
  readonly plugin?: string;
  /** True for a model whose scores are no results: it only shows how the program works. */
  readonly demo?: true;
  /** Side of a tile in pixels, and micrometres per pixel of its training images, when known. */
  readonly tilePx: number;
  readonly mpp?: number;
}

export interface FindParams {
  /** Absolute paths of images and of folders. */
  readonly paths: readonly string[];
  /** Default "skip". "count" only says how many sub-folders hold images; a folder may then have none of its own. */
  readonly subFolders?: SubFolders;
}

export type SubFolders = 'skip' | 'count' | 'search';

export interface FoundImages {
  readonly images: readonly InputImage[];
  /** Sentences for people: files of folders that were left out. */
  readonly notes: readonly string[];
  /** Number of sub-folders that hold images and were not searched. */
  readonly subFolders: number;
}

export interface InputImage {
  readonly path: string;
  /**
   * Name of its result folder: the file's stem, or its full name where two files share a stem. An image of a sub-folder
   * has the folder before it: "slide3-tile".
   */
  readonly name: string;
}

export interface ScalesParams {
  /** Model folder, or the id of a bundled model; empty: the default model. */
  readonly model: string;
  /** Absolute paths of image files. */
  readonly images: readonly string[];
}

export interface ImageScales {
  /** Micrometres per pixel of the model's training images, when known. */
  readonly modelMpp?: number;
  /** Images that can be read, in the order of the request. */
  readonly images: readonly ImageScale[];
}

export interface ImageScale {
  readonly path: string;
  /** Micrometres per pixel, if the file says them. */
  readonly mpp?: number;
}

export interface AnalyseParams extends AnalysisOptions {
  /** Absolute path of the image file. */
  readonly image: string;
  /** Absolute path of the folder that gets the result folder. */
  readonly into: string;
  readonly name: string;
}

export interface AnalysisOptions {
  /** Model folder, or the id of a bundled model; empty: the default model. */
  readonly model: string;
  /** "auto": the fastest that works. */
  readonly backend: BackendId;
  /** Default float32. */
  readonly precision?: Precision;
  /** Side of a tile in image pixels. Default: by the sizes of a pixel of image and model. */
  readonly tilePx?: number;
  /** Default tilePx / 16. */
  readonly overlapPx?: number;
  /** The resolution follows from the scale. */
  readonly thresholds?: Omit<PostprocessOptions, 'resolution'>;
  /** Micrometres per pixel, where the user knows better than the image; result.json then says this. */
  readonly mpp?: number;
  /** `folder`: `mpp` is the answer for the image's folder, which what the image says overrules. Default `mpp`. */
  readonly mppBasis?: 'mpp' | 'folder';
  /** Tiles for which no network runs. Default `skip`. */
  readonly emptyTiles?: EmptyTiles;
  /** Ids of post-processors that change the segmentation maps, in this order. Default none. */
  readonly postProcessors?: readonly string[];
}

export interface ResultScores {
  /** Absolute path of the result folder, and its name. */
  readonly folder: string;
  readonly name: string;
  /** Scores by segmentation map; DeepLIIF has one, "Seg". */
  readonly scoring: Readonly<Record<string, Scoring>>;
}

export interface ImageAnalysis extends ResultScores {
  /** Facts that a reader of the image should know: "the alpha channel was laid on white". */
  readonly notices: readonly string[];
  readonly scale: ScaleOfTile;
  readonly backend: BackendInUse;
  /** True if the scores are those of a demo model. */
  readonly demo?: true;
}

export interface ImportParams {
  /** Folder with the reference's .pth or .pt files, a folder around it, or a .zip of either. */
  readonly checkpoint: string;
  readonly into: string;
  /** Name of the model folder: letters, digits, dashes. */
  readonly name: string;
}

export interface ImportedModel extends ModelSummary {
  /** Sentences for people: assumptions and omissions of the import. */
  readonly notices: readonly string[];
}

export interface RescoreParams {
  /** Absolute path of the result folder. */
  readonly folder: string;
  readonly thresholds: PostprocessOptions;
}

export interface CorrectParams {
  readonly folder: string;
  readonly map: string;
  readonly corrections: readonly Correction[];
}

/** A form in which results can be exported. */
export interface ListedExporter {
  readonly id: string;
  /** "Cells as CSV". */
  readonly title: string;
  /** One sentence: what is in the file. */
  readonly detail: string;
  /** End of the file's default name: ".cells.csv". */
  readonly ending: string;
}

export interface ExportParams {
  /** Absolute path of the result folder. */
  readonly folder: string;
  /** Id of an exporter: "csv". */
  readonly format: string;
  /** Absolute path of the file to write; it is replaced as a whole. */
  readonly file: string;
  /** Micrometres per pixel, where the user knows better than the image. */
  readonly mpp?: number;
  /** Cut-offs of H-score and Allred score that the user has set, by segmentation map. */
  readonly cutoffs?: Readonly<Record<string, CutoffsOfMap>>;
  /** True: tables begin with a byte order mark, for Excel. */
  readonly bom?: boolean;
}

export interface ExportedResult {
  /** All files written, the one asked for first. */
  readonly files: readonly string[];
  readonly cells: number;
}

export interface CheckDataParams {
  /** Absolute path of the folder "train", of its parent, or of a folder with a folder of images for each panel. */
  readonly folder: string;
}

export interface PresetsParams {
  readonly images: ImageNames;
  /** Size of the tiles as they are stored, in pixels. */
  readonly tile: { readonly width: number; readonly height: number };
  /** Number of training samples. */
  readonly samples: number;
}

export interface StartRunParams {
  /** Absolute path of a *.deepliif-train.json. */
  readonly config?: string;
  /** Options of `deepliif train` by their names in such a file; they overrule it. Relative paths are meant from its folder. */
  readonly options?: Readonly<Record<string, unknown>>;
  /** Absolute path of the folder that gets the run's folder; overrules `out` of the options. */
  readonly runs?: string;
}

export interface ResumeRunParams {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  /** Id of a training backend; default: the one on which the run was trained so far. */
  readonly backend?: string;
  /** Learning rates from here on; default: those of the checkpoint. */
  readonly generatorRate?: number;
  readonly discriminatorRate?: number;
}

export interface ForkRunParams {
  /** Absolute path of the run's folder; the new one lies beside it. */
  readonly folder: string;
  /** "last", "best", a step, or the name of a checkpoint. */
  readonly checkpoint: string;
}

export interface AnnotateRunParams extends RunNotes {
  /** Absolute path of the run's folder. */
  readonly folder: string;
}

export interface ForkedRunFolder {
  /** Absolute path of the new run's folder. */
  readonly folder: string;
  /** Last step that both runs have in common. */
  readonly step: number;
}

export interface RunModelParams {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  /** "last", "best", a step, or the name of a checkpoint. */
  readonly checkpoint: string;
}

export interface ModelOfRun extends ModelSummary {
  /** Step of its checkpoint. */
  readonly step: number;
}

export interface StartedRun {
  /** Absolute path of the run's folder. */
  readonly folder: string;
  readonly pid: number;
}

export type Method = keyof EngineRequests;
export type Params<M extends Method> = EngineRequests[M][0];
export type Result<M extends Method> = EngineRequests[M][1];

/** Parameters as they are sent. `progress`: the token under which the caller listens for progress; none, no reports. */
export interface Envelope<P> {
  readonly params: P;
  readonly progress?: number;
}

/** JSON-RPC error number of an EngineError; its code is in the data. */
export const ENGINE_ERROR = 1;
/** JSON-RPC error number of any other exception: a bug in this program. */
export const DEFECT = 2;

export interface EngineErrorData {
  readonly code: EngineErrorCode;
  readonly diskFull?: boolean;
}
