// Checks the parameters of requests, before anything is done. Messages are untrusted; a malformed one is answered
// with `usage` and a message that names the field.

import { isAbsolute } from 'node:path';
import { exporterNamed } from '../exports/exportResult.js';
import { backendNamed } from '../backends/openBackend.js';
import { LARGEST_TILE_PX } from '../inference/tiles.js';
import { postProcessorNamed } from '../postprocessing/findPostProcessors.js';
import { storedBatch } from '../protocol/batch.js';
import { EMPTY_TILES } from '../protocol/emptyTiles.js';
import { asError } from '../protocol/errors.js';
import {
  MOST_STYLE_FEATURES,
  MOST_STYLED_IMAGES,
  STYLE_GROUPS,
  STYLE_METHODS,
  type StyleProjectParams,
} from '../protocol/imageStyle.js';
import type { Control } from '../protocol/progress.js';
import type { Method, NoParams, Params, Result } from '../protocol/requests.js';
import { newLearningRate, runCommand } from '../protocol/runCommands.js';
import { runNote, runTags } from '../protocol/runNotes.js';
import {
  dictionary,
  either,
  finite,
  float64,
  list,
  matching,
  message,
  number,
  oneOf,
  refuse,
  ShapeError,
  text,
  truth,
  whole,
  type Shape,
} from '../protocol/shape.js';
import {
  corrections,
  cutoffsOfMaps,
  fileName,
  mpp,
  thresholds,
  thresholdsWithoutResolution,
} from '../protocol/sharedShapes.js';
import { MOST_SWEEP_WORKERS, SWEEP_PHASES, type ParameterValue } from '../protocol/sweeps.js';
import { MOST_POST_PROCESSORS } from '../reading/limits.js';
import type { EngineHandlers } from './engineHandlers.js';

const MOST_PATH_LETTERS = 32_767;
const anyPath = text({ least: 1, most: MOST_PATH_LETTERS });

/** A path from the root: the engine's current folder means nothing to the extension. */
const absolutePath: Shape<string> = (value, where) => {
  const path = anyPath(value, where);
  return isAbsolute(path) ? path : refuse(where, 'an absolute path', value);
};

const folders = list(absolutePath, 1000);

/** A million images in one request would hold gigabytes of messages. */
const paths = list(absolutePath, 100_000);

/** Options of a run; they are checked one by one when the run is made of them. */
const anything: Shape<unknown> = (value) => value;

const anyId = text({ least: 1, most: 200 });

/** Id of a row of an open table; `named` finds the row, or throws with the ids that there are. */
function rowId(named: (id: string) => unknown): Shape<string> {
  return (value, where) => {
    const id = anyId(value, where);
    try {
      named(id);
      return id;
    } catch (error) {
      throw new ShapeError(`${where}: ${asError(error).message}`);
    }
  };
}

/** A checkpoint of a run: "best", "last", a step or a name. */
const checkpoint = matching(/^[\w-]{1,100}$/, 'a checkpoint');

const sweepWorkers = whole(1, MOST_SWEEP_WORKERS);
const parameterValue: Shape<ParameterValue> = either(
  text({ most: 1000 }),
  either(finite, either(truth, oneOf(null))),
);

const MOST_RADIUS_PX = 1e6;

const evaluationSettings = message(
  { prediction: absolutePath, truth: absolutePath, radiusPx: number(0, MOST_RADIUS_PX) },
  { against: absolutePath, outlines: absolutePath, asReference: truth },
);

/** Names of images; each is checked when a plan is made of them. */
const names = list(text({ least: 1, most: 100 }), 100);

const styleGroup = oneOf(...STYLE_GROUPS);
const styleMessage = message(
  {
    values: float64(MOST_STYLED_IMAGES * MOST_STYLE_FEATURES),
    groups: list(styleGroup, MOST_STYLE_FEATURES),
    method: oneOf(...STYLE_METHODS),
  },
  { use: list(styleGroup, STYLE_GROUPS.length) },
);
/** A row of features for each image. */
const styleRows: Shape<StyleProjectParams> = (value, where) => {
  const params = styleMessage(value, where);
  const { values, groups } = params;
  const isWhole = groups.length > 0 && values.length % groups.length === 0;
  const count = isWhole ? values.length / groups.length : 0;
  if (!isWhole || count > MOST_STYLED_IMAGES)
    refuse(
      `${where}: values`,
      `at most ${MOST_STYLED_IMAGES} rows of ${groups.length} features`,
      values.length,
    );
  if (!values.every(Number.isFinite)) refuse(`${where}: values`, 'numbers without NaN', 'NaN');
  return params;
};

const noFields = message({});
const nothing: Shape<NoParams> = (value, where) => {
  noFields(value, where);
  return {};
};

const PARAMS: { readonly [M in Method]: Shape<Params<M>> } = {
  'engine/handshake': nothing,
  'plugin/use': message({ folders, off: list(text({ least: 1, most: 500 }), 10_000) }),
  'plugin/list': nothing,
  'backend/list': message({ selfTest: truth }, { only: rowId(backendNamed) }),
  'model/list': message({ folders }),
  'model/import': message({
    checkpoint: absolutePath,
    into: absolutePath,
    name: matching(
      /^(?=.{1,100}$)[A-Za-z0-9]+(-[A-Za-z0-9]+)*$/,
      'a name of letters, digits and single dashes',
    ),
  }),
  'image/find': message({ paths }, { subFolders: oneOf('skip', 'count', 'search') }),
  'image/scales': message({ model: text({ most: MOST_PATH_LETTERS }), images: paths }),
  'image/analyse': message(
    {
      image: absolutePath,
      into: absolutePath,
      name: fileName,
      model: text({ most: MOST_PATH_LETTERS }),
      backend: either(oneOf('auto'), rowId(backendNamed)),
    },
    {
      precision: oneOf('float32', 'int8'),
      tilePx: whole(1, LARGEST_TILE_PX),
      overlapPx: whole(0, LARGEST_TILE_PX),
      thresholds: thresholdsWithoutResolution,
      mpp,
      mppBasis: oneOf('mpp', 'folder'),
      emptyTiles: oneOf(...EMPTY_TILES),
      postProcessors: list(rowId(postProcessorNamed), MOST_POST_PROCESSORS),
    },
  ),
  'batch/save': message({ file: absolutePath, batch: storedBatch }),
  'picture/open': message({ file: absolutePath }),
  'picture/tile': message({
    file: absolutePath,
    address: message({ level: whole(0, 32), column: whole(0), row: whole(0) }),
  }),
  'result/rescore': message({ folder: absolutePath, thresholds }),
  'result/correct': message({ folder: absolutePath, map: fileName, corrections }),
  'export/list': nothing,
  'result/export': message(
    {
      folder: absolutePath,
      format: rowId(exporterNamed),
      file: absolutePath,
    },
    { mpp, cutoffs: cutoffsOfMaps, bom: truth },
  ),
  'evaluation/compare': evaluationSettings,
  'evaluation/pictures': message({
    settings: evaluationSettings,
    image: text({ least: 1, most: 1000 }),
    ofOther: truth,
  }),
  'evaluation/report': message({ settings: evaluationSettings, file: absolutePath }),
  'style/read': message({ folders }, { model: text({ least: 1, most: MOST_PATH_LETTERS }) }),
  'style/project': styleRows,
  'data/check': message({ folder: absolutePath }),
  'train/presets': message({
    images: message({ inputNames: names, modalitiesNames: names, segGen: truth }),
    tile: message({ width: whole(1, 65_536), height: whole(1, 65_536) }),
    samples: whole(1),
  }),
  'run/start': message({}, { config: absolutePath, options: dictionary(anything, 1000), runs: absolutePath }),
  'run/resume': message(
    { folder: absolutePath },
    {
      backend: text({ least: 1, most: 100 }),
      generatorRate: newLearningRate,
      discriminatorRate: newLearningRate,
    },
  ),
  'run/fork': message({ folder: absolutePath, checkpoint }),
  'run/model': message({ folder: absolutePath, checkpoint }),
  'run/command': message({ folder: absolutePath, command: runCommand }),
  'run/annotate': message({ folder: absolutePath, note: runNote, tags: runTags }),
  'sweep/start': message({ config: absolutePath, workers: sweepWorkers }, { out: absolutePath }),
  'sweep/steer': message({ folder: absolutePath }, { phase: oneOf(...SWEEP_PHASES), workers: sweepWorkers }),
  'sweep/stopTrial': message({ folder: absolutePath, trial: whole(0) }),
  'sweep/retryTrial': message({
    folder: absolutePath,
    trial: whole(0),
    from: oneOf('start', 'checkpoint'),
  }),
  'sweep/enqueue': message({ folder: absolutePath, values: dictionary(parameterValue, 1000) }),
  'sweep/change': message({ folder: absolutePath, config: absolutePath }),
  'sweep/propose': message({ config: absolutePath }),
  'sweep/trainingOf': message({ folder: absolutePath, trial: whole(0) }),
};

/** Throws `usage` for parameters that the method does not know. */
export function checkParams<M extends Method>(method: M, params: unknown): Params<M> {
  return PARAMS[method](params, method);
}

/** The same functions, called with checked parameters only. */
export function checked(handlers: EngineHandlers): EngineHandlers {
  const behindTheDoor = <M extends Method>(method: M) => {
    // The table's union of functions takes no parameters; this method's own takes these.
    const handler = handlers[method] as (params: Params<M>, control: Required<Control>) => Promise<Result<M>>;
    return async (params: unknown, control: Required<Control>) =>
      handler(checkParams(method, params), control);
  };
  const methods = Object.keys(handlers) as Method[];
  // Object.fromEntries forgets which function belongs to which method.
  return Object.fromEntries(
    methods.map((method) => [method, behindTheDoor(method)]),
  ) as unknown as EngineHandlers;
}
