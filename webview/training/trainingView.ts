// What the dashboard keeps over reloads: which runs, which part of the curves, which step, and how. It comes back from
// outside, so every part is checked.

export const X_AXES = ['step', 'epoch', 'relative', 'wall'] as const;
export type XAxisKind = (typeof X_AXES)[number];
export const BANDS = ['raw', 'range', 'deviation', 'none'] as const;
export type BandKind = (typeof BANDS)[number];
export const SAMPLE_MODES = ['generated', 'beside', 'swipe', 'difference', 'errors'] as const;
export type SampleMode = (typeof SAMPLE_MODES)[number];
export const TABS = ['curves', 'samples', 'runs'] as const;
export type TabId = (typeof TABS)[number];

export interface Span {
  readonly min: number;
  readonly max: number;
}

/** Place of a picture in its frame: shares of the picture at the frame's middle, and how much larger than fitted. */
export interface SampleCamera {
  readonly x: number;
  readonly y: number;
  readonly scale: number;
}

export interface TrainingView {
  /** Run ids: the extension host opens these again. */
  readonly ticked: readonly string[];
  readonly tab: TabId;
  readonly sidebar: boolean;
  readonly xAxis: XAxisKind;
  /** Of all charts; absent: everything. */
  readonly xRange?: Span;
  /** By chart id; absent: what is in sight. */
  readonly yRanges: Readonly<Record<string, Span>>;
  readonly logX: boolean;
  readonly logY: boolean;
  /** 0 … 0.999: how much the past weighs. */
  readonly smoothing: number;
  readonly band: BandKind;
  /** Vertical axes leave out the most extreme hundredth. */
  readonly clipOutliers: boolean;
  /** Regular expression of the series to show; empty: all. */
  readonly filter: string;
  /** Names of series that are switched off. */
  readonly hidden: readonly string[];
  /** Ids of charts that take the whole width. */
  readonly wide: readonly string[];
  /** Absent: the newest. */
  readonly step?: number;
  readonly tile?: string;
  readonly mode: SampleMode;
  /** Where the swipe's edge is, 0 … 1. */
  readonly swipe: number;
  /** How much differences are made brighter. */
  readonly gain: number;
  readonly camera: SampleCamera;
  readonly runFilter: string;
  readonly sort: { readonly column: string; readonly descending: boolean };
  /** Configuration key; empty: not grouped. */
  readonly group: string;
  readonly columns: readonly string[];
}

export const WHOLE_PICTURE: SampleCamera = { x: 0.5, y: 0.5, scale: 1 };

export const FIRST_TRAINING_VIEW: TrainingView = {
  ticked: [],
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
  mode: 'beside',
  swipe: 0.5,
  gain: 2,
  camera: WHOLE_PICTURE,
  runFilter: '',
  sort: { column: 'started', descending: true },
  group: '',
  columns: [],
};

const MOST = 200;

/** What was saved, as far as it makes sense. */
export function readTrainingView(saved: unknown): TrainingView {
  if (!isRecord(saved)) return FIRST_TRAINING_VIEW;
  const first = FIRST_TRAINING_VIEW;
  const xRange = span(saved.xRange);
  const step = within(saved.step, 0, Number.MAX_SAFE_INTEGER);
  const camera = isRecord(saved.camera) ? saved.camera : {};
  const sort = isRecord(saved.sort) ? saved.sort : {};
  return {
    ticked: texts(saved.ticked).slice(0, 20),
    tab: oneOf(TABS, saved.tab, first.tab),
    sidebar: flag(saved.sidebar, true),
    xAxis: oneOf(X_AXES, saved.xAxis, first.xAxis),
    ...(xRange ? { xRange } : {}),
    yRanges: spans(saved.yRanges),
    logX: flag(saved.logX, false),
    logY: flag(saved.logY, false),
    smoothing: within(saved.smoothing, 0, 0.999) ?? first.smoothing,
    band: oneOf(BANDS, saved.band, first.band),
    clipOutliers: flag(saved.clipOutliers, true),
    filter: line(saved.filter),
    hidden: texts(saved.hidden),
    wide: texts(saved.wide),
    ...(step === undefined ? {} : { step }),
    ...(typeof saved.tile === 'string' ? { tile: saved.tile } : {}),
    mode: oneOf(SAMPLE_MODES, saved.mode, first.mode),
    swipe: within(saved.swipe, 0, 1) ?? 0.5,
    gain: within(saved.gain, 1, 16) ?? first.gain,
    camera: {
      x: within(camera.x, -2, 3) ?? 0.5,
      y: within(camera.y, -2, 3) ?? 0.5,
      scale: within(camera.scale, 0.1, 200) ?? 1,
    },
    runFilter: line(saved.runFilter),
    sort: {
      column: typeof sort.column === 'string' ? sort.column : first.sort.column,
      descending: flag(sort.descending, true),
    },
    group: line(saved.group),
    columns: texts(saved.columns),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function flag(value: unknown, otherwise: boolean): boolean {
  return typeof value === 'boolean' ? value : otherwise;
}

function within(value: unknown, low: number, high: number): number | undefined {
  return typeof value === 'number' && value >= low && value <= high ? value : undefined;
}

function line(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, 1000) : '';
}

function texts(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string').slice(0, MOST) : [];
}

function oneOf<T extends string>(words: readonly T[], value: unknown, otherwise: T): T {
  return words.find((word) => word === value) ?? otherwise;
}

function span(value: unknown): Span | undefined {
  if (!isRecord(value)) return undefined;
  const { min, max } = value;
  return Number.isFinite(min) && Number.isFinite(max) && (min as number) < (max as number)
    ? { min: min as number, max: max as number }
    : undefined;
}

function spans(value: unknown): Readonly<Record<string, Span>> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    Object.entries(value)
      .slice(0, MOST)
      .flatMap(([key, entry]) => {
        const known = span(entry);
        return known ? [[key, known]] : [];
      }),
  );
}
