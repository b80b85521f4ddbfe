// State of one segmentation map on the page: its cells, its sliders, its scores, the classes that a person set. Pure: the
// reducer (mapReducer.ts) turns one state into the next, openMap.ts carries out its effects.

import type { CellMeans } from '../../engine/measurements/cellMeans.js';
import type { PluginColumn } from '../../engine/measurements/pluginColumns.js';
import type { Gate } from '../../engine/postprocessing/gate.js';
import type { Resolution, PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { Thresholds } from '../../engine/postprocessing/thresholds.js';
import type { Pane, SegmentationMap } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import { startHistory, type CorrectionHistory } from './correctionHistory.js';
import { automaticSizes, type CellClasses, type LiveScores } from './liveScores.js';
import type { MapActions, MapScores } from './mapScores.js';
import { findingOf, sameFinding, type Finding, type OutlinedCells } from './outlinedCells.js';
import { liveFiles, sameOptions, type LiveFiles } from './storedOptions.js';
import type { CurvePoint } from './thresholdCurve.js';

export interface MapState {
  readonly pane: Pane;
  readonly map: SegmentationMap;
  /** True once the cells may be read: the first picture comes before them. */
  readonly started: boolean;
  /** Thresholds that the sliders show. */
  readonly options: PostprocessOptions;
  /** True after the options were posted to be saved, until the host shows the result. */
  readonly saving: boolean;
  readonly history: CorrectionHistory;
  /** Cells of cells.json. */
  readonly stored: LoadedCells | undefined;
  /** Means of the stored cells; undefined until they are read. */
  readonly means: CellMeans | undefined;
  /** Columns of plug-ins of the stored cells; undefined if there are none, or until they are read. */
  readonly contributed: readonly PluginColumn[] | undefined;
  /** Cells on the page: the stored ones, or others that were found again. */
  readonly shown: LoadedCells | undefined;
  /** Classes of `shown`; undefined until they are scored. */
  readonly classes: ScoredClasses | undefined;
  readonly thresholds: Thresholds | undefined;
  readonly scores: LiveScores;
  /** Automatic marker threshold of the map, once it is known. */
  readonly automaticMarker: number | undefined;
  readonly pixels: PixelState;
  /** Segmentation thresholds of the wanted curve, and the newest curve. */
  readonly curvePoints: readonly number[] | undefined;
  readonly curve: readonly CurvePoint[];
  /** Thresholds of the last search for cells, and those with which a search failed, which are not tried again. */
  readonly searched: Finding | undefined;
  readonly refused: Finding | undefined;
  readonly problem: string | undefined;
  /** Reason why the means of the stored cells cannot be read. */
  readonly measurementsProblem: string | undefined;
  /** Count of requests to the worker, and the requests whose answers are awaited: any other answer is outdated. */
  readonly requests: number;
  readonly awaited: Readonly<Partial<Record<RequestKind, number>>>;
  /** True once cells.json was requested. */
  readonly cellsAsked: boolean;
  /** True once measurements.json of the stored cells was requested. */
  readonly measurementsAsked: boolean;
  /** Counts scorings. */
  readonly revision: number;
}

export type RequestKind = 'cells' | 'measurements' | 'pixels' | 'found' | 'curve';

export interface LoadedCells {
  readonly cells: OutlinedCells;
  readonly automaticSize: (resolution: Resolution) => number;
}

export interface ScoredClasses {
  /** Classes by thresholds alone, and with those that a person set. */
  readonly alone: Gate;
  readonly gate: Gate;
  readonly set: CellClasses;
  /** The corrections that `set` comes from. */
  readonly corrections: CorrectionHistory['now'];
}

/** Pixels of the map in the worker. `od`: true if optical densities can be measured exactly as the engine does. */
export type PixelState =
  | { readonly kind: 'absent' | 'reading' }
  | { readonly kind: 'here'; readonly od: boolean }
  | { readonly kind: 'failed'; readonly message: string };

const NO_CURVE: readonly CurvePoint[] = [];
const NO_SCORES: MapScores['pluginScores'] = [];

export function firstMapState(pane: Pane, map: SegmentationMap): MapState {
  return {
    pane,
    map,
    started: false,
    options: map.thresholds,
    saving: false,
    history: startHistory(map.corrections),
    stored: undefined,
    means: undefined,
    contributed: undefined,
    shown: undefined,
    classes: undefined,
    thresholds: undefined,
    scores: { scoring: map.scoring, correctedScoring: map.correctedScoring ?? map.scoring },
    ...withoutFiles(map),
    curvePoints: undefined,
    curve: NO_CURVE,
    problem: undefined,
    measurementsProblem: undefined,
    measurementsAsked: false,
    requests: 0,
    revision: 0,
  };
}

/** Parts of the state that come from the files of a map, before any of them is read. */
export function withoutFiles({ thresholds, scoring }: SegmentationMap) {
  return {
    // The stored score contains the automatic marker threshold, if it was requested.
    automaticMarker: thresholds.markerThreshold === 'auto' ? (scoring.marker_thresh ?? undefined) : undefined,
    pixels: { kind: 'absent' },
    searched: undefined,
    refused: undefined,
    awaited: {},
    cellsAsked: false,
  } as const satisfies Partial<MapState>;
}

export function loadedCells(cells: OutlinedCells): LoadedCells {
  return { cells, automaticSize: automaticSizes(cells.list) };
}

/** Addresses of the pictures that finding cells needs, or a text that says why it is impossible here. */
export function filesOf({ pane, map, stored }: MapState): LiveFiles | string {
  return liveFiles(pane, map, { marker: stored?.cells.list.marker !== undefined });
}

/** True if the segmentation threshold works while dragging; else the reason. */
export function segmentationLive(state: MapState): true | string {
  const files = filesOf(state);
  if (typeof files === 'string') return files;
  const { odThresholdLower, odThresholdUpper } = state.options;
  if (odThresholdLower === undefined && odThresholdUpper === undefined) return true;
  if (state.pixels.kind === 'here' ? state.pixels.od : files.ihc !== undefined) return true;
  return t(
    'The optical density of new cells cannot be measured here. When you let go, this threshold is applied and the ' +
      'result is scored and saved.',
  );
}

/** True if the cells on the page were found with other thresholds than those of the options. */
export function isOfOtherFinding({ shown, options }: MapState): boolean {
  return shown !== undefined && !sameFinding(shown.cells.found, findingOf(options));
}

/** True if the page has to find the cells again. */
export function mustFind(state: MapState): boolean {
  const { awaited, refused, options } = state;
  return (
    isOfOtherFinding(state) &&
    awaited.cells === undefined &&
    segmentationLive(state) === true &&
    !(refused && sameFinding(refused, findingOf(options)))
  );
}

/** Reason why the cells on the page have no means; undefined if they have, or will have soon. */
function unmeasured({
  map,
  stored,
  shown,
  means,
  awaited,
  measurementsProblem,
}: MapState): string | undefined {
  if (shown !== stored)
    return t('Means of stains and modalities come with saving: these cells were found on the page.');
  if (means || awaited.measurements !== undefined) return undefined;
  if (map.measurementsUri !== undefined) return measurementsProblem;
  return t(
    'This result has no means of stains and modalities: an earlier version made it. Save it with other thresholds, or ' +
      'analyse the image again, to measure them.',
  );
}

const NO_VALUES = new Float64Array(0);
const emptied = new WeakMap<readonly PluginColumn[], readonly PluginColumn[]>();

/** The columns for cells that were found on the page: nobody has measured them. */
function unmeasuredColumns(columns: readonly PluginColumn[]): readonly PluginColumn[] {
  const empty = emptied.get(columns) ?? columns.map((column) => ({ ...column, values: NO_VALUES }));
  emptied.set(columns, empty);
  return empty;
}

/** The map as the score panel, the table and the viewer see it. */
export function mapScores(state: MapState, actions: MapActions): MapScores {
  const { pane, map, shown, classes, options, history, awaited, pixels } = state;
  const { length = 0 } = shown?.cells.list ?? {};
  return {
    pane: pane.id,
    map: map.name,
    mapPx: pane.widthPx * pane.heightPx,
    loading: !shown && state.problem === undefined,
    problem: state.problem,
    cells: shown && {
      list: shown.cells.list,
      outlineStart: shown.cells.outlineStart,
      outlineXy: shown.cells.outlineXy,
      ...(shown.cells.perimeterPx ? { perimeterPx: shown.cells.perimeterPx } : {}),
      ...(state.means && shown === state.stored ? { means: state.means } : {}),
      ...(state.contributed
        ? { contributed: shown === state.stored ? state.contributed : unmeasuredColumns(state.contributed) }
        : {}),
      gate: classes?.gate ?? new Uint8Array(length),
      corrected: classes?.set.corrected ?? new Uint8Array(length),
      revision: state.revision,
    },
    options,
    thresholds: state.thresholds,
    ...state.scores,
    correctedCount: classes?.set.indices.length ?? map.corrections.length,
    unsaved: !sameOptions(options, map.thresholds),
    finding: awaited.found !== undefined || (pixels.kind === 'reading' && mustFind(state)),
    unmeasured: shown && unmeasured(state),
    pluginScores: map.pluginScores ?? NO_SCORES,
    segmentationLive: segmentationLive(state),
    segmentationCurve: state.curve,
    canUndo: history.before.length > 0,
    canRedo: history.after.length > 0,
    actions,
  };
}
