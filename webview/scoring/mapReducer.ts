// Reducer of one segmentation map: state + message → state + effects. Scores follow every change at once. Pictures are read,
// cells found again and curves computed when the state needs them; at most one search runs, and the next one is for the
// options as they stand then. Pure.

import type { CellMeans } from '../../engine/measurements/cellMeans.js';
import type { PluginColumn } from '../../engine/measurements/pluginColumns.js';
import { asError } from '../../engine/protocol/errors.js';
import { MOST_CORRECTIONS } from '../../engine/protocol/sharedShapes.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { Pane, SegmentationMap, ViewerUp } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import { cellChanges, type CellEdit } from './cellEdits.js';
import { edited, redone, shown, undone, type CorrectionHistory } from './correctionHistory.js';
import { correctedClasses, liveThresholds, scoreLive } from './liveScores.js';
import {
  filesOf,
  isOfOtherFinding,
  loadedCells,
  mustFind,
  segmentationLive,
  withoutFiles,
  type LoadedCells,
  type MapState,
  type RequestKind,
} from './mapState.js';
import type { OptionChange } from './mapScores.js';
import { findingOf, sameFinding, type Finding, type OutlinedCells } from './outlinedCells.js';
import { changedOptions, sameOptions, type LiveFiles } from './storedOptions.js';
import type { CurvePoint } from './thresholdCurve.js';

export type MapMessage = MapWish | MapAnswer;

/** Messages of the user and of the host. */
export type MapWish =
  | { readonly type: 'start' }
  /** State that the host shows now. */
  | { readonly type: 'show'; readonly pane: Pane; readonly map: SegmentationMap }
  | { readonly type: 'change'; readonly options: OptionChange }
  | { readonly type: 'release' | 'reset' | 'save' | 'undo' | 'redo' }
  /** `at`: time of the correction, ISO 8601. All cells are one step of undo. */
  | { readonly type: 'edit'; readonly edit: CellEdit; readonly cells: Iterable<number>; readonly at: string }
  | { readonly type: 'askCurve'; readonly points: readonly number[] };

/** Answers to effects, by the number of the request. */
export type MapAnswer =
  | { readonly type: 'cells' | 'found'; readonly request: number; readonly cells: OutlinedCells }
  | {
      readonly type: 'measurements';
      readonly request: number;
      readonly means: CellMeans;
      /** Columns of plug-ins; absent if there are none. */
      readonly contributed?: readonly PluginColumn[];
    }
  | {
      readonly type: 'pixels';
      readonly request: number;
      readonly automaticMarker: number | undefined;
      readonly od: boolean;
    }
  /** Shorter than was asked for where another request came meanwhile. */
  | { readonly type: 'curve'; readonly request: number; readonly curve: readonly CurvePoint[] }
  /** `request` undefined: the worker itself failed, and with it all requests. */
  | { readonly type: 'failed'; readonly request: number | undefined; readonly message: string };

export type MapEffect =
  | { readonly type: 'post'; readonly message: ViewerUp }
  | { readonly type: 'readCells'; readonly request: number; readonly uri: string; readonly size: MapSize }
  | {
      readonly type: 'readMeasurements';
      readonly request: number;
      readonly uri: string;
      /** Number of cells that must have a value. */
      readonly cells: number;
    }
  | {
      readonly type: 'readPixels';
      readonly request: number;
      readonly uris: LiveFiles;
      readonly size: MapSize;
    }
  | { readonly type: 'findCells'; readonly request: number; readonly finding: Finding }
  | {
      readonly type: 'findCurve';
      readonly request: number;
      readonly options: PostprocessOptions;
      readonly points: readonly number[];
    };

export interface MapSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

export interface Step {
  readonly state: MapState;
  readonly effects: readonly MapEffect[];
}

export function mapReducer(state: MapState, message: MapMessage): Step {
  switch (message.type) {
    case 'start':
      return withRequests({ ...state, started: true });
    case 'show':
      return shows(state, message.pane, message.map);
    case 'change':
      return rescored({ ...state, options: changedOptions(state.options, message.options) });
    case 'reset':
      return rescored({ ...state, options: state.map.thresholds });
    case 'release':
      return isOfOtherFinding(state) && segmentationLive(state) !== true ? saves(state) : unchanged(state);
    case 'save':
      return saves(state);
    case 'edit':
      return edits(state, message);
    case 'undo':
      return corrects(state, undone(state.history));
    case 'redo':
      return corrects(state, redone(state.history));
    case 'askCurve':
      if (segmentationLive(state) !== true || !state.stored) return unchanged(state);
      return withRequests({ ...answered(state, 'curve'), curvePoints: message.points });
    case 'failed':
      return fails(state, message.request, message.message);
    default:
      return state.awaited[message.type] === message.request ? answers(state, message) : unchanged(state);
  }
}

function unchanged(state: MapState): Step {
  return { state, effects: [] };
}

function shows(state: MapState, pane: Pane, map: SegmentationMap): Step {
  if (map === state.map && pane === state.pane) return unchanged(state);
  const before = state.map;
  const isOtherFile = map.cellsUri !== before.cellsUri;
  const isOtherScoring = isOtherFile || !sameOptions(map.thresholds, before.thresholds);
  // Sliders that the user moved stay where they are.
  const follows = state.saving || sameOptions(state.options, before.thresholds);
  const next: MapState = {
    ...state,
    pane,
    map,
    history: shown(state.history, map.corrections),
    ...(isOtherScoring ? { options: follows ? map.thresholds : state.options, saving: false } : {}),
  };
  // Cells of the old file stay on the page until those of the new one are here.
  if (isOtherFile) return withRequests({ ...next, ...withoutFiles(map), problem: undefined });
  return rescored(next);
}

function saves(state: MapState): Step {
  const message: ViewerUp = { type: 'rescore', pane: state.pane.id, thresholds: state.options };
  return { state: { ...state, saving: true }, effects: [{ type: 'post', message }] };
}

function edits(state: MapState, { edit, cells, at }: Extract<MapWish, { readonly type: 'edit' }>): Step {
  const { classes, history, map } = state;
  if (!classes || !state.shown) return unchanged(state);
  const { alone, gate, set } = classes;
  const changes = cellChanges(edit, cells, { alone, gate, corrected: set.corrected });
  const next = edited(history, state.shown.cells.list, changes, { map: map.name, at });
  if (next.now.length > MOST_CORRECTIONS) {
    const problem = t(
      'At most {0} cells can be corrected by hand; this would make {1}. Move a threshold instead, or select fewer cells.',
      MOST_CORRECTIONS,
      next.now.length,
    );
    return unchanged({ ...state, problem });
  }
  return corrects(state, next);
}

function corrects(state: MapState, history: CorrectionHistory): Step {
  if (history === state.history) return unchanged(state);
  const { state: next, effects } = rescored({ ...state, history });
  const message: ViewerUp = {
    type: 'correct',
    pane: state.pane.id,
    map: state.map.name,
    corrections: history.now,
  };
  return { state: next, effects: [{ type: 'post', message }, ...effects] };
}

function answers(state: MapState, answer: Exclude<MapAnswer, { readonly type: 'failed' }>): Step {
  const next = answered(state, answer.type);
  switch (answer.type) {
    case 'cells': {
      const stored = loadedCells(answer.cells);
      const unread = {
        means: undefined,
        contributed: undefined,
        measurementsAsked: false,
        measurementsProblem: undefined,
      };
      return rescored(withCells({ ...next, ...unread, stored }, stored));
    }
    case 'measurements':
      return unchanged({
        ...next,
        ...{ means: answer.means, contributed: answer.contributed, revision: next.revision + 1 },
      });
    case 'found':
      // The slider may be back at the threshold of the cells that are shown.
      return rescored(isOfOtherFinding(next) ? withCells(next, loadedCells(answer.cells)) : next);
    case 'pixels': {
      const automaticMarker = answer.automaticMarker ?? next.automaticMarker;
      return rescored({ ...next, automaticMarker, pixels: { kind: 'here', od: answer.od } });
    }
    case 'curve': {
      const isWhole = answer.curve.length === next.curvePoints?.length;
      return unchanged({ ...next, curvePoints: undefined, ...(isWhole ? { curve: answer.curve } : {}) });
    }
  }
}

function fails(state: MapState, request: number | undefined, message: string): Step {
  const kinds = (['cells', 'measurements', 'pixels', 'found', 'curve'] as const).filter(
    (kind) => state.awaited[kind] !== undefined && (request ?? state.awaited[kind]) === state.awaited[kind],
  );
  if (kinds.length === 0) return unchanged(state);
  let next = kinds.reduce(answered, state);
  if (kinds.includes('pixels')) next = { ...next, pixels: { kind: 'failed', message } };
  if (kinds.includes('measurements')) next = { ...next, measurementsProblem: message };
  if (kinds.includes('found')) next = { ...next, refused: state.searched };
  if (kinds.includes('curve')) next = { ...next, curvePoints: undefined };
  const isNeeded = kinds.includes('cells') || kinds.includes('found') || needsPixels(next);
  const text = `${state.map.name}: ${message}`;
  const log: MapEffect = { type: 'post', message: { type: 'failed', message: text, show: false } };
  const { state: settled, effects } = withRequests(isNeeded ? { ...next, problem: message } : next);
  return { state: settled, effects: [log, ...effects] };
}

function answered(state: MapState, kind: RequestKind): MapState {
  return { ...state, awaited: { ...state.awaited, [kind]: undefined } };
}

function withCells(state: MapState, cells: LoadedCells): MapState {
  return { ...state, shown: cells, classes: undefined, refused: undefined };
}

/** Scores the cells that are here, and asks for others where the options need them. */
function rescored(state: MapState): Step {
  const { stored } = state;
  const isBack =
    stored && stored !== state.shown && sameFinding(stored.cells.found, findingOf(state.options));
  return withRequests(withScores(isBack ? withCells(state, stored) : state));
}

function withScores(state: MapState): MapState {
  const { shown: loaded, options, automaticMarker, history, pixels } = state;
  if (!loaded) return state;
  const { list, found } = loaded.cells;
  if (needsMarker(state) && list.marker) {
    if (pixels.kind === 'failed') return { ...state, problem: pixels.message };
    // The threshold comes with the pixels, which are read next.
    const isComing = pixels.kind === 'reading' || typeof filesOf(state) === 'object';
    if (pixels.kind !== 'here' && isComing) return { ...state, problem: undefined };
  }
  try {
    // Cells that are not found again yet count by the threshold that they were found with.
    const asked = { ...options, segThreshold: found.segThreshold };
    const thresholds = liveThresholds(asked, list, automaticMarker, loaded.automaticSize);
    const known = state.classes?.corrections === history.now ? state.classes.set : undefined;
    const set = known ?? correctedClasses(list, history.now, state.map.name);
    const alone = new Uint8Array(list.length);
    const gate = new Uint8Array(list.length);
    const scores = scoreLive(list, thresholds, set, alone, gate);
    return {
      ...state,
      thresholds,
      scores,
      classes: { alone, gate, set, corrections: history.now },
      problem: mustFind(state) && pixels.kind === 'failed' ? pixels.message : undefined,
      revision: state.revision + 1,
    };
  } catch (thrown) {
    return { ...state, problem: asError(thrown).message };
  }
}

function needsMarker({ options, automaticMarker }: MapState): boolean {
  return options.markerThreshold === 'auto' && automaticMarker === undefined;
}

function needsPixels(state: MapState): boolean {
  return mustFind(state) || needsMarker(state);
}

/** Asks for everything that the state needs and that is neither here nor on its way. */
function withRequests(first: MapState): Step {
  let state = first;
  const effects: MapEffect[] = [];
  const size = { widthPx: state.pane.widthPx, heightPx: state.pane.heightPx };
  const ask = (kind: RequestKind, effect: (request: number) => MapEffect) => {
    const request = state.requests + 1;
    state = { ...state, requests: request, awaited: { ...state.awaited, [kind]: request } };
    effects.push(effect(request));
  };
  if (state.started && !state.cellsAsked) {
    state = { ...state, cellsAsked: true };
    const uri = state.map.cellsUri;
    ask('cells', (request) => ({ type: 'readCells', request, uri, size }));
  }
  const { stored, measurementsAsked, awaited } = state;
  if (stored && !measurementsAsked && awaited.cells === undefined) {
    state = { ...state, measurementsAsked: true };
    const uri = state.map.measurementsUri;
    const cells = stored.cells.list.length;
    if (uri !== undefined)
      ask('measurements', (request) => ({ type: 'readMeasurements', request, uri, cells }));
  }
  const isWanted = state.shown !== undefined && (needsPixels(state) || state.curvePoints !== undefined);
  const uris = isWanted && state.pixels.kind === 'absent' ? filesOf(state) : undefined;
  if (typeof uris === 'object') {
    state = { ...state, pixels: { kind: 'reading' } };
    ask('pixels', (request) => ({ type: 'readPixels', request, uris, size }));
  }
  if (state.pixels.kind !== 'here') return { state, effects };
  if (mustFind(state) && state.awaited.found === undefined) {
    const finding = findingOf(state.options);
    state = { ...state, searched: finding };
    ask('found', (request) => ({ type: 'findCells', request, finding }));
  }
  const { curvePoints: points, options } = state;
  if (points && state.awaited.curve === undefined)
    ask('curve', (request) => ({ type: 'findCurve', request, options, points }));
  return { state, effects };
}
