// View state of the dashboard, saved over reloads: selected runs, part of the curves, step of the samples, and how they
// are shown. Every part is checked when it is restored.

import {
  entries,
  flag,
  oneOf,
  recordOf,
  spanOf,
  textList,
  textOf,
  within,
  type Span,
} from '../ui/savedValues.js';
import { readSize } from '../ui/splitSizes.js';
import type { Sort } from '../ui/tableRows.js';

export const X_AXES = ['step', 'epoch', 'relative', 'wall'] as const;
export type XAxisKind = (typeof X_AXES)[number];
export const BANDS = ['raw', 'range', 'deviation', 'none'] as const;
export type BandKind = (typeof BANDS)[number];
export const SAMPLE_MODES = ['generated', 'beside', 'swipe', 'difference', 'errors'] as const;
export type SampleMode = (typeof SAMPLE_MODES)[number];
export const COMPARED = ['last', 'best'] as const;
/** Value of a run that is compared: that of the last step, or the best of all steps. */
export type Compared = (typeof COMPARED)[number];
export const TABS = ['curves', 'samples', 'compare', 'runs'] as const;
export type TabId = (typeof TABS)[number];

/** Place of a picture in its frame: shares of the picture at the frame's middle, and scale relative to the fitted size. */
export interface SampleCamera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface TrainingView {
  readonly tab: TabId;
  readonly sidebar: boolean;
  /** Width of the list of runs that the user set, in CSS pixels. */
  readonly sidebarPx?: number;
  readonly xAxis: XAxisKind;
  /** Range of all charts; absent: everything. */
  readonly xRange?: Span;
  /** Ranges by chart id; a chart without one fits its curves. */
  readonly yRanges: Readonly<Record<string, Span>>;
  readonly logX: boolean;
  readonly logY: boolean;
  /** Weight of earlier values, 0 … 0.999. */
  readonly smoothing: number;
  readonly band: BandKind;
  /** True if vertical axes leave out the most extreme hundredth of the values. */
  readonly clipOutliers: boolean;
  /** Regular expression for the names of the series to show; empty: all. */
  readonly filter: string;
  /** Names of series that are switched off. */
  readonly hidden: readonly string[];
  /** Ids of charts that take the whole width. */
  readonly wide: readonly string[];
  /** Ids of charts in the section at the top, in its order. */
  readonly pinned: readonly string[];
  /** Ids of folded sections. */
  readonly collapsed: readonly string[];
  /** Step of the samples; absent: the newest. */
  readonly step?: number;
  readonly tile?: string;
  readonly mode: SampleMode;
  /** Place of the swipe's edge, 0 … 1. */
  readonly swipe: number;
  /** Factor by which differences are made brighter. */
  readonly gain: number;
  readonly camera: SampleCamera;
  readonly runFilter: string;
  readonly sort: Sort;
  /** Configuration key; empty: not grouped. */
  readonly group: string;
  readonly columns: readonly string[];
  /** Values that are compared. */
  readonly compared: Compared;
}

/** The view with the selected runs and the folders that were opened: the extension host opens these again. */
export interface SavedTraining extends TrainingView {
  readonly selected: readonly string[];
}

export const WHOLE_PICTURE: SampleCamera = { x: 0.5, y: 0.5, scale: 1 };

export const FIRST_TRAINING_VIEW: TrainingView = {
  tab: 'curves',
  sidebar: true,
  xAxis: 'step',
  yRanges: {},
  logX: false,
  logY: false,
  smoothing: 0.9,
  band: 'raw',
  clipOutliers: true,
  filter: '',
  hidden: [],
  wide: [],
  pinned: [],
  collapsed: [],
  mode: 'beside',
  swipe: 0.5,
  gain: 2,
  camera: WHOLE_PICTURE,
  runFilter: '',
  sort: { by: 'started', descending: true },
  group: '',
  columns: [],
  compared: 'last',
};

/** Reads the valid saved parts; the others have their first values. */
export function readTrainingView(value: unknown): TrainingView {
  const saved = recordOf(value);
  const first = FIRST_TRAINING_VIEW;
  const xRange = spanOf(saved.xRange);
  const step = within(saved.step, 0, Number.MAX_SAFE_INTEGER);
  const sidebarPx = readSize(saved.sidebarPx);
  const camera = recordOf(saved.camera);
  const sort = recordOf(saved.sort);
  return {
    tab: oneOf(saved.tab, TABS) ?? first.tab,
    sidebar: flag(saved.sidebar, true),
    ...(sidebarPx === undefined ? {} : { sidebarPx }),
    xAxis: oneOf(saved.xAxis, X_AXES) ?? first.xAxis,
    ...(xRange ? { xRange } : {}),
    yRanges: entries(saved.yRanges, spanOf),
    logX: flag(saved.logX, false),
    logY: flag(saved.logY, false),
    smoothing: within(saved.smoothing, 0, 0.999) ?? first.smoothing,
    band: oneOf(saved.band, BANDS) ?? first.band,
    clipOutliers: flag(saved.clipOutliers, true),
    filter: textOf(saved.filter),
    hidden: textList(saved.hidden),
    wide: textList(saved.wide),
    pinned: textList(saved.pinned),
    collapsed: textList(saved.collapsed),
    ...(step === undefined ? {} : { step }),
    ...(typeof saved.tile === 'string' ? { tile: saved.tile } : {}),
    mode: oneOf(saved.mode, SAMPLE_MODES) ?? first.mode,
    swipe: within(saved.swipe, 0, 1) ?? 0.5,
    gain: within(saved.gain, 1, 16) ?? first.gain,
    camera: {
      x: within(camera.x, -2, 3) ?? 0.5,
      y: within(camera.y, -2, 3) ?? 0.5,
      scale: within(camera.scale, 0.1, 200) ?? 1,
    },
    runFilter: textOf(saved.runFilter),
    sort: {
      by: typeof sort.by === 'string' ? sort.by : first.sort.by,
      descending: flag(sort.descending, true),
    },
    group: textOf(saved.group),
    columns: textList(saved.columns),
    compared: oneOf(saved.compared, COMPARED) ?? first.compared,
  };
}

/** The list with an entry that it lacked, or without one that it had. */
export function withToggled(list: readonly string[], entry: string): readonly string[] {
  return list.includes(entry) ? list.filter((other) => other !== entry) : [...list, entry];
}
