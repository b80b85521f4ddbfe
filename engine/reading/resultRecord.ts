// result.json: the image, the model, the backend, the options and the files of a result; paths are relative to the
// folder. Only engine/records writes it. Reading tolerates later versions: unknown fields are dropped, and roles,
// backends, precisions and colour modes are text.

import { join, parse, resolve } from 'node:path';
import { EngineError } from '../protocol/errors.js';
import {
  storedPluginName,
  storedPluginResults,
  type PluginName,
  type PluginResults,
} from '../protocol/pluginResults.js';
import { storedScale, type Scale, type ScaleOfTile } from '../protocol/scale.js';
import {
  dictionary,
  list,
  number,
  oneOf,
  stored,
  text,
  truth,
  whole,
  type Shape,
} from '../protocol/shape.js';
import { fileName, mpp, storedThresholds } from '../protocol/sharedShapes.js';
import type { PostprocessOptions } from '../protocol/thresholds.js';
import {
  LARGEST_SIDE_PX,
  LONGEST_PATH_LETTERS,
  LONGEST_TEXT_LETTERS,
  MOST_NOTICES,
  MOST_POST_PROCESSORS,
  MOST_RESULT_BYTES,
  MOST_RESULT_FILES,
  MOST_TIMINGS,
} from './limits.js';
import { readRecordFile, RESULT_ADVICE } from './recordFile.js';

export const RESULT_FILE = 'result.json';

export interface ResultRecord {
  readonly schemaVersion: 1;
  readonly engineVersion: string;
  /** ISO 8601. */
  readonly createdAt: string;
  readonly image: {
    /** Relative to the result folder. */
    readonly path: string;
    readonly sha256: string;
    readonly widthPx: number;
    readonly heightPx: number;
    /** Micrometres per pixel, if the image file says it. */
    readonly mpp?: number;
    /** Colour mode of reading it: "managed", the default, or "as-stored"; re-scoring reads it the same way. */
    readonly colour?: string;
    readonly notices: readonly string[];
  };
  /** Absent if only a given segmentation map was post-processed. */
  readonly model?: {
    readonly id: string;
    readonly title: string;
    readonly manifestSha256: string;
    readonly demo?: boolean;
    /** Plug-in that brought the model. */
    readonly plugin?: { readonly id: string; readonly title: string; readonly version: string };
  };
  /** A BackendId and a Precision, unless a later version knows others. */
  readonly backend?: { readonly id: string; readonly description: string; readonly precision: string };
  readonly tiles?: {
    readonly tilePx: number;
    readonly overlapPx: number;
    readonly total: number;
    readonly empty: number;
    /** Rule for empty tiles, unless it was the usual one. */
    readonly emptyTiles?: string;
  };
  /** Absent in results of versions before it was recorded. */
  readonly scale?: Scale;
  /** Post-processors that changed the segmentation maps, in their order; absent if none was asked for or none worked. */
  readonly postProcessors?: readonly AppliedPostProcessor[];
  /** Thresholds as requested; scoring.json has the numbers used. */
  readonly thresholds?: PostprocessOptions;
  /** Scores and notices of plug-ins; absent if none had a measurement or a scorer. */
  readonly plugins?: PluginResults;
  readonly files: readonly ResultFile[];
  readonly seconds: Readonly<Record<string, number>>;
}

export interface AppliedPostProcessor {
  readonly id: string;
  /** Absent for a built-in one. */
  readonly plugin?: PluginName;
}

export interface ResultFile {
  /** Name of a modality or map ("dapi", "Seg"), or the kind of file ("cells"). */
  readonly name: string;
  /** A plain file name: results have no subfolders. */
  readonly file: string;
  /** A ResultFileRole, unless a later version knows others: such a file is kept, and not shown. */
  readonly role: string;
}

export type ResultFileRole =
  | 'modality'
  | 'segmentation'
  | 'intermediate'
  | 'refined'
  | 'overlay'
  | 'cells'
  | 'scoring'
  /** Means of cells in the pictures; the name is that of their file of cells. */
  | 'measurements'
  /** Small version of a large picture, shown first; it has the picture's name. */
  | 'overview';

const words = text({ most: LONGEST_TEXT_LETTERS });
const sidePx = whole(1, LARGEST_SIDE_PX);

const resultRecord: Shape<ResultRecord> = stored(
  {
    schemaVersion: oneOf(1),
    engineVersion: words,
    createdAt: words,
    image: stored(
      {
        path: text({ least: 1, most: LONGEST_PATH_LETTERS }),
        sha256: words,
        widthPx: sidePx,
        heightPx: sidePx,
        notices: list(words, MOST_NOTICES),
      },
      { mpp, colour: words },
    ),
    files: list(stored({ name: fileName, file: fileName, role: words }), MOST_RESULT_FILES),
    seconds: dictionary(number(0, 1e12), MOST_TIMINGS),
  },
  {
    model: stored(
      { id: words, title: words, manifestSha256: words },
      { demo: truth, plugin: stored({ id: words, title: words, version: words }) },
    ),
    backend: stored({ id: words, description: words, precision: words }),
    tiles: stored(
      { tilePx: whole(0), overlapPx: whole(0), total: whole(0), empty: whole(0) },
      { emptyTiles: words },
    ),
    scale: storedScale,
    postProcessors: list(stored({ id: words }, { plugin: storedPluginName }), MOST_POST_PROCESSORS),
    thresholds: storedThresholds,
    plugins: storedPluginResults,
  },
);

/** Scale of the analysis with its tile; absent if there was no model, or an earlier version did not record it. */
export function scaleOfRecord({ scale, tiles }: ResultRecord): ScaleOfTile | undefined {
  return scale && tiles ? { ...scale, tilePx: tiles.tilePx } : undefined;
}

/** @throws EngineError `usage` for a folder that is no result, or whose record is invalid */
export async function readResultRecord(folder: string): Promise<ResultRecord> {
  const record = await readRecordFile(join(folder, RESULT_FILE), resultRecord, {
    mostBytes: MOST_RESULT_BYTES,
    advice: RESULT_ADVICE,
  });
  if (record) return record;
  throw new EngineError(
    'usage',
    `${folder} is no result folder: it has no ${RESULT_FILE}. Choose the folder of a result.`,
  );
}

/** Absolute path of the first file of a role, and of a name if one is given; undefined if there is none. */
export function fileOf(
  folder: string,
  { files }: Pick<ResultRecord, 'files'>,
  role: ResultFileRole,
  name?: string,
): string | undefined {
  const found = files.find((entry) => entry.role === role && (name === undefined || entry.name === name));
  return found && join(folder, found.file);
}

/**
 * Segmentation maps that have cells, with the files' names, in the order of the record: "cells" are those of Seg,
 * "cells-Seg1" those of Seg1.
 */
export function mapsWithCells({
  files,
}: Pick<ResultRecord, 'files'>): readonly { readonly map: string; readonly file: string }[] {
  return files
    .filter(({ role }) => role === 'cells')
    .map(({ name, file }) => ({ map: name === 'cells' ? 'Seg' : name.replace(/^cells-/, ''), file }));
}

/** File with the means of a map's cells; undefined in results of earlier versions. */
export function meansFile({ files }: Pick<ResultRecord, 'files'>, map: string): string | undefined {
  const name = map === 'Seg' ? 'measurements' : `measurements-${map}`;
  return files.find((entry) => entry.role === 'measurements' && entry.name === name)?.file;
}

/**
 * Absolute path of the image that a record names; undefined for one on another machine of a Windows network, since a
 * request would tell that machine who the user is.
 */
export function imagePath(folder: string, path: string, on = { parse, resolve }): string | undefined {
  const absolute = on.resolve(folder, path);
  const { root } = on.parse(absolute);
  return root.startsWith('\\\\') && root !== on.parse(folder).root ? undefined : absolute;
}
