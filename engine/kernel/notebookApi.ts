// Public interface of `deepliif` in a notebook. It imports nothing, because editors read this very file for completion
// and hover; the implementation is checked against it. Relative paths are meant from the notebook's folder.

/** The engine of DeepLIIF: the same functions as in VS Code's commands and on the command line. */
export interface DeepLiif {
  /**
   * Analyses an image: infers its modalities, finds and scores its cells, and writes a result folder.
   * @example const result = await deepliif.infer('slide.png');
   */
  infer(image: string, options?: InferOptions): Promise<Result>;
  /**
   * Analyses several images: files, or all images of a folder. The model is loaded once.
   * @example const results = await deepliif.inferAll('images');
   */
  inferAll(images: string | readonly string[], options?: InferOptions): Promise<Result[]>;
  /**
   * Scores a result again with other thresholds; no network runs. Its folder is replaced.
   * @example await deepliif.postprocess(result, { markerThreshold: 'auto' });
   */
  postprocess(result: Result | string, thresholds?: Thresholds): Promise<Result>;
  /** Scores a segmentation map that another program made. */
  postprocess(files: SegmentationFiles, thresholds?: Thresholds, options?: PlaceOptions): Promise<Result>;
  /**
   * Compares cells with the truth, pixel by pixel and cell by cell.
   * @param predicted a result, or a picture of classes: red positive, blue negative
   * @param truth a picture of classes of the same size
   */
  evaluate(predicted: Result | string, truth: string): Promise<Evaluation>;
  /**
   * Starts a training run. It is a process of its own: it goes on when the notebook is closed.
   * @param config a file *.deepliif-train.json, or its options
   * @example const run = await deepliif.train({ data: 'dataset', preset: 'quick-look' });
   */
  train(config: string | TrainOptions): Promise<Run>;
  /**
   * Starts a sweep: each trial is a training run. This kernel works on it until it ends, is stopped, or the kernel ends.
   * @param config a file *.deepliif-sweep.json, or its content
   */
  sweep(config: string | Readonly<Record<string, unknown>>, options?: SweepOptions): Promise<Sweep>;
  /** Runs in a folder, the newest first. Default: the folder of runs in the settings. */
  runs(folder?: string): Promise<Run[]>;
  /** One run by its folder. */
  run(folder: string): Promise<Run>;
  /** One sweep by its folder. */
  openSweep(folder: string): Promise<Sweep>;
  /** Results in a folder, the newest first. Default: the folder of results in the settings. */
  results(folder?: string): Promise<Result[]>;
  /** One result by its folder. */
  result(folder: string): Promise<Result>;
  /** Models that can be used: bundled and imported ones. */
  models(): Promise<Model[]>;
  /**
   * Cells of a result as plain objects.
   * @param map segmentation map; DeepLIIF has one, "Seg"
   * @example const cells = await deepliif.cells(result); cells.filter((cell) => cell.class === 'positive').length
   */
  cells(result: Result | string, map?: string): Promise<Cell[]>;
  /**
   * Shows values below the cell, each as an output: results, runs, sweeps, evaluations, tables, pictures, or any other
   * value as text. A text that is a data URL of a picture is shown as the picture.
   */
  display(...values: unknown[]): Promise<void>;
  /** A table of rows, for `display` or as the last line of a cell. */
  table(rows: readonly object[], options?: TableOptions): Displayable;
  /** A picture: a file, the bytes of a PNG or JPEG file, or pixels. */
  image(picture: string | Uint8Array | Pixels): Displayable;
  /** HTML, which VS Code shows in trusted notebooks. */
  html(text: string): Displayable;
  /** Markdown. */
  markdown(text: string): Displayable;
}

/** Something that shows itself. Objects of your own can do that as well: by a method of this name. */
export interface Displayable {
  /** Representations by MIME type: text, base64 of a picture, or JSON. */
  mimeBundle(): MimeBundle | Promise<MimeBundle>;
}

export type MimeBundle = Readonly<Record<string, string | object>>;

export interface PlaceOptions {
  /** Folder that gets the result folder. Default: the folder of results in the settings. */
  readonly into?: string;
  /** Name of the result folder. Default: the name of the image. */
  readonly name?: string;
}

export interface InferOptions extends PlaceOptions {
  /** Model folder, or the id of a bundled model. Default: the model in the settings. */
  readonly model?: string;
  /** Id of a backend, or "auto": the fastest that works. */
  readonly backend?: string;
  readonly precision?: 'float32' | 'int8';
  /** Micrometres per pixel: 0.25 at 40x, 0.5 at 20x. Default: what the image says, else the model's own. */
  readonly mpp?: number;
  /** Side of a tile in pixels. Default: by the micrometres per pixel of image and model. */
  readonly tilePx?: number;
  /** Margin shared with the neighbouring tile. Default: a sixteenth of the tile. */
  readonly overlapPx?: number;
  readonly thresholds?: Omit<Thresholds, 'resolution'>;
  /** Tiles of nothing but background: skipped, skipped as DeepLIIF does, or inferred. Default: the setting. */
  readonly emptyTiles?: 'skip' | 'reference' | 'infer';
  /** Ids of post-processors that change the segmentation maps, in this order. */
  readonly postProcessors?: readonly string[];
  /** Images to make. Default "all": modalities, segmentation and scores. */
  readonly scope?: 'all' | 'segmentation' | 'modalities';
  /** True: also the map of every single segmentation generator. */
  readonly intermediateMaps?: boolean;
  /** Weights of the segmentation generators. Default: the model's. */
  readonly segmentationWeights?: readonly number[];
  /** Statistics of batch normalisation: the tile's own, or the trained ones. Default: the model's. */
  readonly normalisation?: 'tile' | 'running';
  /** Colours: "managed" applies profile, orientation and transparency. Default "managed". */
  readonly colour?: 'managed' | 'as-stored';
}

export interface Thresholds {
  /** Magnification of the image, which decides plausible sizes of cells. Default: that of the analysis. */
  readonly resolution?: '10x' | '20x' | '40x';
  /** A pixel belongs to a cell if red + blue of the segmentation map exceed this. Default 120. */
  readonly segThreshold?: number;
  /** Cells of at most so many pixels are noise. Default 4. */
  readonly noiseThreshold?: number;
  readonly largeNoiseThreshold?: 'none' | 'auto' | number;
  /** Cells must have more pixels than this. Default "auto". */
  readonly sizeThreshold?: 'auto' | number;
  /** Cells must have fewer pixels than this. */
  readonly sizeThresholdUpper?: number;
  /** Cells with a brighter marker than this are positive. Default "none". */
  readonly markerThreshold?: 'none' | 'auto' | number;
  /** Cells of a lower mean optical density (hundredths) are negative. */
  readonly odThresholdLower?: number;
  /** Cells of a higher mean optical density are negative. */
  readonly odThresholdUpper?: number;
}

export interface SegmentationFiles {
  /** The stained image. */
  readonly image: string;
  /** Segmentation map of the image. */
  readonly seg: string;
  /** Image of the marker, for `markerThreshold`. */
  readonly marker?: string;
}

/** An analysed image: a folder with pictures, cells and scores. */
export interface Result extends Displayable {
  readonly name: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  /** File name of the analysed image. */
  readonly image: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Micrometres per pixel, if known. */
  readonly mpp?: number;
  /** Title of the model. */
  readonly model?: string;
  /** True if the model only shows how the program works: the scores are no results. */
  readonly demo?: true;
  /** Scores by segmentation map; DeepLIIF has one, "Seg". */
  readonly scores: Readonly<Record<string, Scores>>;
  /** Scores of plug-ins, by the stored thresholds; empty if there were none. */
  readonly pluginScores: readonly PluginScore[];
  /** Absolute paths of pictures by name: "hematoxylin", "dapi", "lap2", "marker", "Seg", "SegRefined", "SegOverlaid". */
  readonly pictures: Readonly<Record<string, string>>;
  /** Facts that a reader of the scores should know. */
  readonly notices: readonly string[];
  /** Cells of a map as plain objects. */
  cells(map?: string): Promise<Cell[]>;
  /** Pixels of a picture by its name. */
  pixels(picture: string): Promise<Pixels>;
}

/** Scores of a segmentation map, under the names of the reference. */
export interface Scores {
  readonly num_total: number;
  readonly num_pos: number;
  readonly num_neg: number;
  /** Share of positive cells in per cent. */
  readonly percent_pos: number;
  readonly seg_thresh: number;
  readonly size_thresh: number;
  readonly size_thresh_upper: number | null;
  readonly marker_thresh: number | null;
}

/** Score that a plug-in computed when the image was analysed or scored again. Corrections by hand do not change it. */
export interface PluginScore {
  /** Segmentation map whose cells were scored. */
  readonly map: string;
  readonly id: string;
  readonly title: string;
  /** null: nothing to say, for want of cells for example. */
  readonly value: number | Readonly<Record<string, number>> | null;
  /** Value for people: "1.62". */
  readonly shown: string;
  /** Id and version of the plug-in. */
  readonly plugin: string;
}

export interface Cell {
  /** Position in the list of cells. */
  readonly index: number;
  /** "not counted": too small, too large, or excluded by hand. */
  readonly class: 'positive' | 'negative' | 'not counted';
  /** Centre in pixels. */
  readonly x: number;
  readonly y: number;
  readonly areaPx: number;
  /** Absent if the micrometres per pixel are unknown. */
  readonly areaUm2?: number;
  /** Largest brightness of the marker image, 0 … 255. */
  readonly marker?: number;
  /** Mean optical density in hundredths. */
  readonly od?: number;
  /** True if a person has set the class. */
  readonly corrected: boolean;
  /** Corners of the outline in pixels. */
  readonly boundary: readonly (readonly [x: number, y: number])[];
  /** Measurements of plug-ins by id, without unknown ones; absent if there are none. */
  readonly measured?: Readonly<Record<string, number>>;
}

/** 8-bit pixels, rows top to bottom, channels interleaved. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** 3: red, green, blue; 1: grey. */
  readonly channels: 1 | 3;
  readonly data: Uint8Array;
}

/** Shares, 0 … 1. `mean`: over both classes. */
export interface Evaluation extends Displayable {
  readonly positive: ClassScores;
  readonly negative: ClassScores;
  readonly mean: ClassScores;
}

export interface ClassScores {
  readonly precision: number;
  readonly recall: number;
  readonly f1: number;
  readonly dice: number;
  readonly iou: number;
  readonly pixelAccuracy: number;
  /** Aggregated Jaccard index; null if there are no nuclei. */
  readonly aji: number | null;
}

/** Options of a training; the page "New Training…" and docs/training.md explain all of them. */
export interface TrainOptions {
  /** Folder with the training data. */
  readonly data: string;
  /** Folder that gets the run's folder. Default: the folder of runs in the settings. */
  readonly out?: string;
  readonly name?: string;
  /** Set of option values: "quick-look" shows pictures within minutes. */
  readonly preset?: string;
  readonly backend?: string;
  readonly [option: string]: unknown;
}

export type RunStatus =
  'waiting' | 'running' | 'paused' | 'done' | 'stopped' | 'failed' | 'dead' | 'elsewhere';

/** A training run. Its fields are those of the moment when it was read; the methods read anew. */
export interface Run extends Displayable {
  readonly name: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  readonly status: RunStatus;
  readonly step: number;
  /** Planned steps; 0 if nothing is planned. */
  readonly steps: number;
  readonly epoch: number;
  /** Losses of all steps and metrics of all validations, by name. */
  curves(): Promise<Readonly<Record<string, readonly CurvePoint[]>>>;
  /**
   * The run after each change, until it has ended.
   * @example for await (const now of run.changes()) console.log(now.step);
   */
  changes(): AsyncIterable<Run>;
  /** Waits until the run has ended; outputs that show it follow meanwhile. */
  end(): Promise<Run>;
  /** Stops after the current step, with a checkpoint, and waits until the process has ended. */
  stop(): Promise<Run>;
}

export interface CurvePoint {
  readonly step: number;
  /** NaN is kept. */
  readonly value: number;
}

export interface SweepOptions {
  /** Trials at the same time on this machine. Default 1. */
  readonly workers?: number;
  /** Folder that gets the sweep's folder. Default: "out" of the configuration, else the folder in the settings. */
  readonly into?: string;
}

/** A sweep: tuning of hyperparameters by trials. */
export interface Sweep extends Displayable {
  readonly name: string;
  /** Absolute path of the folder. */
  readonly folder: string;
  /** Trials so far. */
  trials(): Promise<Trial[]>;
  /** The best complete trial; undefined if there is none, or if there are several objectives. */
  best(): Promise<Trial | undefined>;
  /** Waits until the work of this kernel has ended; says why it did. */
  end(): Promise<string>;
  /** Ends the work of this kernel; "deepliif sweep resume" continues it. */
  stop(): Promise<void>;
}

export interface Trial {
  readonly number: number;
  readonly state: 'running' | 'complete' | 'pruned' | 'failed' | 'waiting';
  /** One for each objective; absent before the end. */
  readonly values?: readonly number[];
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  /** Folder of its run, relative to the sweep's. */
  readonly run?: string;
}

export interface Model {
  /** Name for `infer`: the id of a bundled model; others go by their folder. */
  readonly id: string;
  readonly title: string;
  readonly folder: string;
  readonly demo?: true;
  readonly tilePx: number;
  /** Micrometres per pixel of its training images, if known. */
  readonly mpp?: number;
}

export interface TableOptions {
  /** Names of the columns to show. Default: all of the first rows. */
  readonly columns?: readonly string[];
  /** Rows to show. Default 50. */
  readonly most?: number;
}
