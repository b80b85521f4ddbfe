// Outputs of notebooks: MIME types and the JSON of each. Kernels and Python programs write them, the renderer checks and
// shows them. An output holds what a reader needs without the folder: numbers, small pictures, cells; everything large is
// named by folder and hash. docs/notebooks.md describes the fields for writers in other languages.
//
// Every output: at most MOST_OUTPUT_BYTES of UTF-8 JSON, no time, no random id, the same bytes for the same folder.

import { LONGEST_OUTPUT_NAME, LONGEST_OUTPUT_SENTENCE } from './outputTexts.js';
import { storedOutputColumns, type OutputColumn } from './outputColumns.js';
import { storedPluginScores, type PluginScore } from './pluginResults.js';
import { storedScale, type ScaleOfTile } from './scale.js';
import { storedScoring, type Scoring } from './scoring.js';
import {
  dictionary,
  either,
  finite,
  list,
  matching,
  number,
  oneOf,
  stored,
  text,
  truth,
  whole,
} from './shape.js';
import type { Shape } from './shape.js';
import { mpp, storedThresholds } from './sharedShapes.js';
import type { PostprocessOptions } from './thresholds.js';

export const OUTPUT_MIMES = {
  result: 'application/vnd.deepliif.result+json',
  run: 'application/vnd.deepliif.run+json',
  sweep: 'application/vnd.deepliif.sweep+json',
  evaluation: 'application/vnd.deepliif.evaluation+json',
} as const;

/** MIME type → content: an object for ours, base64 text under "image/png", text under "text/plain". */
export type OutputBundle = Readonly<Record<string, string | object>>;

/** Bytes of an output's JSON as UTF-8, without white space between its parts. */
export const MOST_OUTPUT_BYTES = 64_000;

/** Folder that an output was made from. */
export interface OutputPlace {
  /**
   * Relative to the folder of the notebook with "/" between its parts ("results/22_2"), if the folder lies below it; else
   * absolute. A writer that does not know where the notebook is takes its working directory.
   */
  readonly path: string;
  /**
   * SHA-256 in 64 lower-case hex digits of the file that identifies the folder's content: result.json, run.json, sweep.json,
   * or, for other programs' runs and studies without these, absent.
   */
  readonly sha256?: string;
}

/** application/vnd.deepliif.result+json */
export interface ResultOutput {
  readonly schemaVersion: 1;
  readonly place: OutputPlace;
  readonly image: {
    /** File name without folders: "22_2.png". */
    readonly name: string;
    readonly widthPx: number;
    readonly heightPx: number;
    /** Micrometres per pixel, if known. */
    readonly mpp?: number;
  };
  /** Absent if only a given segmentation map was scored. `demo`: true for a model whose scores are no results. */
  readonly model?: { readonly title: string; readonly demo?: boolean };
  /** Scale of the analysis and the side of its tiles in pixels of the image; absent if unknown. */
  readonly scale?: ScaleOfTile;
  /** Sentences that the reader should know: about the image, about what was left out of the output. At most 20. */
  readonly notices: readonly string[];
  /** Segmentation maps, at most 8; the first is shown. */
  readonly maps: readonly OutputMap[];
  /** Small pictures in the order of the grid, at most 24; may be empty. */
  readonly pictures: readonly OutputPicture[];
}

export interface OutputMap {
  /** "Seg". */
  readonly name: string;
  /** Scores by thresholds alone, as scoring.json has them. */
  readonly scoring: Scoring;
  /** Scores with classes that a person set; absent without corrections. */
  readonly correctedScoring?: Scoring;
  /** 95 % interval of the percentage that is shown (the corrected one if there is one), in per cent; absent without cells. */
  readonly interval?: { readonly low: number; readonly high: number };
  /** Thresholds as requested, as result.json has them; { resolution: "40x" } if it has none. */
  readonly thresholds: PostprocessOptions;
  /** Automatic marker threshold of the map, 0 … 255, if known: the slider offers "Automatic" then. */
  readonly automaticMarker?: number;
  /** Scores of plug-ins, as of the thresholds of the result; absent if there are none. */
  readonly pluginScores?: readonly PluginScore[];
  /** Cells beyond noise, counted or not, in the order of cells.json; absent if they do not fit: sliders are absent then. */
  readonly cells?: PackedCells;
}

/**
 * Cells as columns. `data` is base64 of a zlib stream (RFC 1950: Python's zlib.compress, any level). Unpacked, it is the
 * columns one after the other in the order of `columns`, nothing between them, then the outlines.
 *
 * A column holds `count` unsigned little-endian numbers of 1, 2 or 4 bytes (CELL_COLUMN_BYTES), stored byte plane by byte
 * plane: first the lowest byte of every cell, then the next byte of every cell … In Python, for a numpy array of type "<u2":
 * `array.view("u1").reshape(count, 2).T.tobytes()`. Signed values are two's complement.
 *
 * Outlines, if `outlines` is true (columns firstX and firstYStep are needed): for each cell the number of bytes of its
 * chain, 2 bytes, as one more column; then the chains of all cells, one after the other. A chain walks the boundary of
 * cells.json from its first corner: each byte is a straight run, 8 × length + direction, length 1 … 31 (longer runs take
 * several bytes), direction 0 … 7 = E, NE, N, NW, W, SW, S, SE with y pointing down. The way back to the first corner is
 * left out.
 */
export interface PackedCells {
  /** 0 … MOST_OUTPUT_CELLS. */
  readonly count: number;
  readonly columns: readonly CellColumn[];
  readonly outlines: boolean;
  readonly data: string;
  /** Columns of numbers that plug-ins measured; absent if there are none, or to save room. */
  readonly contributed?: readonly OutputColumn[];
}

export const MOST_OUTPUT_CELLS = 30_000;

/** Bytes of a number of each column. */
export const CELL_COLUMN_BYTES = {
  /** Pixels of the cell, holes included ("size" of cells.json). Always there, exact: thresholds compare with it. */
  areaPx: 4,
  /** 1: positive by its pixels, before any threshold. Always there. */
  positive: 1,
  /** Largest brightness of the marker image, 0 … 255. Absent if cells.json has no markers. */
  marker: 1,
  /** Mean optical density in hundredths. Absent if cells.json has none, or to save room if no threshold uses it. */
  od: 2,
  /** Class that a person set: 0 none, 1 negative, 2 positive, 3 excluded. Absent without corrections. */
  set: 1,
  /** First corner of the boundary, x in pixels. This and the three after it are there together, or none is. */
  firstX: 4,
  /** y of the first corner minus that of the cell before; the first cell has its y. Rows ascend. */
  firstYStep: 4,
  /** Centroid minus first corner, signed. */
  centroidDx: 2,
  centroidDy: 2,
  /** Means in steps: thousandths of optical density, tenths of brightness (0 … 255). measurements.json has them. */
  hematoxylin_od_mean: 2,
  dab_od_mean: 2,
  hematoxylin_mean: 2,
  dapi_mean: 2,
  lap2_mean: 2,
  marker_mean: 2,
} as const;
export type CellColumn = keyof typeof CELL_COLUMN_BYTES;

export interface OutputPicture {
  /** "ihc", "hematoxylin", "dapi", "lap2", "marker", "Seg" …: the names of result.json; unique. */
  readonly id: string;
  readonly title: string;
  readonly role: 'image' | 'modality' | 'segmentation' | 'intermediate';
  readonly mime: 'image/webp' | 'image/jpeg' | 'image/png';
  /** Pixels of the small picture; it shows the whole image. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** Base64 of the file; a few kB each. */
  readonly data: string;
}

/** application/vnd.deepliif.run+json */
export interface RunOutput {
  readonly schemaVersion: 1;
  readonly place: OutputPlace;
  readonly name: string;
  /** "running", "paused", "done", "stopped", "failed", "dead", "waiting", "elsewhere". */
  readonly status: string;
  readonly backend?: string;
  /** Steps taken, and planned ones; 0: nothing is planned. */
  readonly step: number;
  readonly plannedSteps: number;
  readonly epoch: number;
  /** Losses, then metrics, in the order in which the run declares them; at most 64. */
  readonly curves: readonly OutputCurve[];
  /** The last ones, at most 10. */
  readonly alarms: readonly { readonly step: number; readonly kind: string; readonly message: string }[];
  /** Message of the failure, if it failed. */
  readonly failure?: string;
  readonly notices: readonly string[];
}

export interface OutputCurve {
  /** "dapi/l1", "val/segmentation/dice". */
  readonly name: string;
  readonly of: 'steps' | 'validations';
  /** Rows of the run with this value; more than there are points if the curve was thinned. */
  readonly rows: number;
  /**
   * Base64 of little-endian 32-bit unsigned numbers, and of as many 32-bit floats (NaN stays NaN), ascending by step. A
   * thinned curve has the first and the last row, and of each of equal pieces of rows the least and the greatest value.
   */
  readonly step: string;
  readonly value: string;
  /** Value of the last row; null for NaN. */
  readonly last: number | null;
  /** Best row; absent if the name does not say what is better. */
  readonly best?: { readonly step: number; readonly value: number };
}

/** application/vnd.deepliif.sweep+json */
export interface SweepOutput {
  readonly schemaVersion: 1;
  readonly place: OutputPlace;
  readonly name: string;
  readonly objectives: readonly { readonly name: string; readonly direction: 'minimize' | 'maximize' }[];
  readonly parameters: readonly string[];
  /** Planned trials, if the sweep ends by their count. */
  readonly plannedTrials?: number;
  /** Trials by state; states without trials are 0 or absent. */
  readonly counts: Readonly<Partial<Record<TrialStateName, number>>>;
  /**
   * Complete trials in the order of their numbers: number, value of the first objective, best value so far (null before a
   * trial that violates no constraint). At most 500; of more, those that became the best, and others evenly.
   */
  readonly history: readonly (readonly [number: number, value: number, best: number | null])[];
  /** Best trials, the best one first, at most 20; for several objectives the trials that no other dominates. */
  readonly top: readonly OutputTrial[];
  readonly notices: readonly string[];
}

export type TrialStateName = 'running' | 'complete' | 'pruned' | 'failed' | 'waiting';

export interface OutputTrial {
  readonly number: number;
  /** One per objective; null stands for NaN. */
  readonly values: readonly (number | null)[];
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
}

/** application/vnd.deepliif.evaluation+json: a table, such as the metrics of several images or models. */
export interface EvaluationOutput {
  readonly schemaVersion: 1;
  readonly title: string;
  /** Absent for values that come from no folder. */
  readonly place?: OutputPlace;
  /** At most 64. `better`: the best value of the column is marked. */
  readonly columns: readonly {
    readonly name: string;
    readonly unit?: string;
    readonly decimals?: number;
    readonly better?: 'higher' | 'lower';
  }[];
  /** At most 1000. One value per column; null: none. */
  readonly rows: readonly {
    readonly name: string;
    readonly values: readonly (number | string | null)[];
  }[];
  readonly notices: readonly string[];
}

const sentence = text({ most: LONGEST_OUTPUT_SENTENCE });
const name = text({ least: 1, most: LONGEST_OUTPUT_NAME });
const count = whole(0);
const sidePx = whole(1, 10_000_000);
const base64 = matching(/^[A-Za-z0-9+/]*={0,2}$/, 'base64');
const version = oneOf(1);
const notices = list(sentence, 20);
const numberOrNull = either(oneOf(null), finite);

const place: Shape<OutputPlace> = stored(
  { path: text({ least: 1, most: 4096 }) },
  { sha256: matching(/^[0-9a-f]{64}$/, '64 hex digits') },
);

// Names of the table above.
const cellColumn = oneOf(...(Object.keys(CELL_COLUMN_BYTES) as CellColumn[]));

const packedCells: Shape<PackedCells> = stored(
  {
    count: whole(0, MOST_OUTPUT_CELLS),
    columns: list(cellColumn, Object.keys(CELL_COLUMN_BYTES).length),
    outlines: truth,
    data: base64,
  },
  {
    contributed: storedOutputColumns,
  },
);

const percent = number(0, 100);

/** @throws ShapeError with the place, for JSON that is no such output; as the next three. Unknown fields are dropped. */
export const resultOutput: Shape<ResultOutput> = stored(
  {
    schemaVersion: version,
    place,
    image: stored({ name, widthPx: sidePx, heightPx: sidePx }, { mpp }),
    notices,
    maps: list(
      stored(
        { name, scoring: storedScoring, thresholds: storedThresholds },
        {
          correctedScoring: storedScoring,
          interval: stored({ low: percent, high: percent }),
          automaticMarker: number(0, 255),
          pluginScores: storedPluginScores,
          cells: packedCells,
        },
      ),
      8,
    ),
    pictures: list(
      stored({
        id: name,
        title: name,
        role: oneOf('image', 'modality', 'segmentation', 'intermediate'),
        mime: oneOf('image/webp', 'image/jpeg', 'image/png'),
        widthPx: whole(1, 4096),
        heightPx: whole(1, 4096),
        data: base64,
      }),
      24,
    ),
  },
  {
    model: stored({ title: name }, { demo: truth }),
    scale: (value, where) => ({
      ...storedScale(value, where),
      ...stored({ tilePx: whole(1, 1e6) })(value, where),
    }),
  },
);

export const runOutput: Shape<RunOutput> = stored(
  {
    schemaVersion: version,
    place,
    name,
    status: name,
    step: count,
    plannedSteps: count,
    epoch: count,
    curves: list(
      stored(
        {
          name,
          of: oneOf('steps', 'validations'),
          rows: count,
          step: base64,
          value: base64,
          last: numberOrNull,
        },
        { best: stored({ step: count, value: finite }) },
      ),
      64,
    ),
    alarms: list(stored({ step: count, kind: name, message: sentence }), 10),
    notices,
  },
  { backend: name, failure: sentence },
);

const parameterValue = either(oneOf(null, true, false), either(finite, text({ most: 1000 })));

export const sweepOutput: Shape<SweepOutput> = stored(
  {
    schemaVersion: version,
    place,
    name,
    objectives: list(stored({ name, direction: oneOf('minimize', 'maximize') }), 16),
    parameters: list(name, 200),
    counts: stored({}, { running: count, complete: count, pruned: count, failed: count, waiting: count }),
    history: list((value, where): readonly [number, number, number | null] => {
      const [trial, ...values] = list(numberOrNull, 3)(value, where);
      return [count(trial, `${where}[0]`), finite(values[0], `${where}[1]`), values[1] ?? null];
    }, 500),
    top: list(
      stored({ number: count, values: list(numberOrNull, 16), params: dictionary(parameterValue, 200) }),
      20,
    ),
    notices,
  },
  { plannedTrials: count },
);

export const evaluationOutput: Shape<EvaluationOutput> = stored(
  {
    schemaVersion: version,
    title: name,
    columns: list(
      stored(
        { name },
        { unit: text({ most: 40 }), decimals: whole(0, 10), better: oneOf('higher', 'lower') },
      ),
      64,
    ),
    rows: list(stored({ name, values: list(either(numberOrNull, sentence), 64) }), 1000),
    notices,
  },
  { place },
);
