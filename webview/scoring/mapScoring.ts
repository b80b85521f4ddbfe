// One segmentation map on the page: its cells, where its sliders stand, what comes of it, and what a person has set.
// Scores follow every change at once; cells that must be found again come from the worker, the latest wish first.

import type { Thresholds } from '../../engine/postprocessing/thresholds.js';
import { asError } from '../../engine/protocol/errors.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import { COUNTED_POSITIVE } from '../../engine/postprocessing/gate.js';
import type { Pane, SegmentationMap, ViewerUp } from '../messages/viewer.js';
import {
  redone,
  setClass,
  shown,
  startHistory,
  undone,
  type CorrectionHistory,
} from './correctionHistory.js';
import {
  automaticSizes,
  correctedClasses,
  liveThresholds,
  otherClass,
  scoreLive,
  type CellClasses,
  type LiveScores,
} from './liveScores.js';
import { findingOf, sameFinding, type Finding, type OutlinedCells } from './outlinedCells.js';
import type { PageCells } from './pageCells.js';
import type { MapActions, MapScores } from './props.js';
import { fetchFile, ScoringWorker } from './scoringWorker.js';
import { changedOptions, liveFiles, sameOptions } from './storedOptions.js';
import type { CurvePoint } from './thresholdCurve.js';

/** Cells with everything that is computed once for them. */
interface Loaded {
  readonly cells: OutlinedCells;
  readonly automaticSize: ReturnType<typeof automaticSizes>;
  readonly alone: Uint8Array;
  readonly gate: Uint8Array;
}

/** Lives as long as the map is shown; `stop` ends its worker. */
export class MapScoring {
  readonly actions: MapActions = {
    change: (options) => this.change(options),
    release: () => this.release(),
    reset: () => this.change(this.map.thresholds, true),
    save: () => this.save(),
    flip: (cell) => this.flip(cell),
    undo: () => this.correct(undone(this.history)),
    redo: () => this.correct(redone(this.history)),
    segmentationCurve: (points) => this.segmentationCurve(points),
  };
  private readonly worker = new ScoringWorker();
  private options: PostprocessOptions;
  private history: CorrectionHistory;
  private stored: Loaded | undefined;
  private current: Loaded | undefined;
  private classes: CellClasses | undefined;
  private automaticMarker: number | undefined;
  private withOd = false;
  private pixels: Promise<void> | undefined;
  private isFinding = false;
  private saving = false;
  private problem: string | undefined;
  private scores: LiveScores;
  private thresholds: Thresholds | undefined;
  private revision = 0;
  private started = false;
  private stopped = false;
  private answer: MapScores | undefined;

  constructor(
    private pane: Pane,
    private map: SegmentationMap,
    private readonly post: (message: ViewerUp) => void,
    private readonly changed: () => void,
  ) {
    this.options = map.thresholds;
    this.history = startHistory(map.corrections);
    this.scores = { scoring: map.scoring, correctedScoring: map.scoring };
    this.rememberMarker();
  }

  /** Reads the cells; once. */
  start(): void {
    if (this.started) return;
    this.started = true;
    void this.load();
  }

  stop(): void {
    this.stopped = true;
    this.worker.stop();
  }

  /** What the host shows now. Sliders that the user has moved stay where they are. */
  show(pane: Pane, map: SegmentationMap): void {
    const previous = this.map;
    if (map === previous && pane === this.pane) return;
    this.pane = pane;
    this.map = map;
    const untouched = sameOptions(this.options, previous.thresholds);
    if (!sameOptions(map.thresholds, previous.thresholds) || map.cellsUri !== previous.cellsUri) {
      if (untouched || this.saving) this.options = map.thresholds;
      this.saving = false;
    }
    const history = shown(this.history, map.corrections);
    const corrected = history.now !== this.history.now;
    this.history = history;
    if (map.cellsUri !== previous.cellsUri) {
      this.pixels = undefined;
      this.automaticMarker = undefined;
      this.rememberMarker();
      if (this.started) void this.load();
    } else this.rescore(corrected);
  }

  snapshot(): MapScores {
    const { current, scores } = this;
    const page: PageCells | undefined = current && {
      list: current.cells.list,
      outlineStart: current.cells.outlineStart,
      outlineXy: current.cells.outlineXy,
      gate: current.gate,
      corrected: this.classes?.corrected ?? new Uint8Array(current.gate.length),
      revision: this.revision,
    };
    return (this.answer ??= {
      pane: this.pane.id,
      map: this.map.name,
      mapPx: this.pane.widthPx * this.pane.heightPx,
      loading: !current && this.problem === undefined,
      ...(this.problem === undefined ? {} : { problem: this.problem }),
      ...(page ? { cells: page } : {}),
      options: this.options,
      ...(this.thresholds ? { thresholds: this.thresholds } : {}),
      ...scores,
      correctedCount: this.classes?.indices.length ?? 0,
      unsaved: !sameOptions(this.options, this.map.thresholds),
      finding: this.isFinding,
      segmentationLive: this.live(),
      canUndo: this.history.before.length > 0,
      canRedo: this.history.after.length > 0,
      actions: this.actions,
    });
  }

  private change(options: Partial<PostprocessOptions>, instead = false): void {
    this.options = instead ? (options as PostprocessOptions) : changedOptions(this.options, options);
    this.rescore();
  }

  private release(): void {
    if (!this.current || sameFinding(this.current.cells.found, findingOf(this.options))) return;
    if (this.live() !== true) this.save();
  }

  private save(): void {
    this.saving = true;
    this.post({ type: 'rescore', pane: this.pane.id, thresholds: this.options });
  }

  private flip(cell: number): void {
    if (!this.current) return;
    const positive = otherClass(this.current.gate, cell);
    if (positive === undefined) return;
    const byThresholds = this.current.alone[cell] === COUNTED_POSITIVE;
    const at = new Date().toISOString();
    this.correct(
      setClass(this.history, this.current.cells.list, cell, {
        map: this.map.name,
        positive,
        byThresholds,
        at,
      }),
    );
  }

  private correct(history: CorrectionHistory): void {
    if (history === this.history) return;
    this.history = history;
    this.post({ type: 'correct', pane: this.pane.id, map: this.map.name, corrections: history.now });
    this.rescore(true);
  }

  /** Scores the cells that are there; asks for others where the options need them. */
  private rescore(corrected = false): void {
    if (this.current) this.problem = undefined;
    const wanted = findingOf(this.options);
    if (this.stored && sameFinding(this.stored.cells.found, wanted)) this.use(this.stored);
    else if (this.current && !sameFinding(this.current.cells.found, wanted) && this.live() === true)
      void this.find();
    if (corrected) this.classes = undefined;
    if (this.options.markerThreshold === 'auto' && this.automaticMarker === undefined)
      void this.part(() => this.needPixels());
    this.gate();
    this.tell();
  }

  private gate(): void {
    const { current } = this;
    if (!current) return;
    const { list, found } = current.cells;
    try {
      // Until cells are found again, the ones that are there count by the threshold that they were found with.
      const options = { ...this.options, segThreshold: found.segThreshold };
      this.thresholds = liveThresholds(options, list, this.automaticMarker, current.automaticSize);
      this.classes ??= correctedClasses(list, this.history.now, this.map.name);
      this.scores = scoreLive(list, this.thresholds, this.classes, current.alone, current.gate);
      this.revision++;
    } catch (thrown) {
      this.problem = asError(thrown).message;
    }
  }

  private use(loaded: Loaded): void {
    if (loaded === this.current) return;
    this.current = loaded;
    this.classes = undefined;
  }

  /** Whether, and if not why, the segmentation threshold works while dragging. */
  private live(): true | string {
    const files = this.files();
    if (typeof files === 'string') return files;
    const { odThresholdLower, odThresholdUpper } = this.options;
    if (odThresholdLower === undefined && odThresholdUpper === undefined) return true;
    if (this.pixels ? this.withOd : files.ihc !== undefined) return true;
    return (
      'The optical density of new cells cannot be measured here: this threshold takes effect when you let go, and ' +
      'the result is then scored and saved.'
    );
  }

  private files(): ReturnType<typeof liveFiles> {
    return liveFiles(this.pane, this.map, { marker: this.stored?.cells.list.marker !== undefined });
  }

  private async load(): Promise<void> {
    const { cellsUri } = this.map;
    await this.part(async () => {
      const bytes = await fetchFile(cellsUri);
      const { widthPx, heightPx } = this.pane;
      const size = { widthPx, heightPx };
      const answer = await this.worker.ask({ type: 'read', cells: bytes, size }, [bytes]);
      if (answer.type !== 'cells' || cellsUri !== this.map.cellsUri) return;
      this.stored = loadedOf(answer.cells);
      this.use(this.stored);
      this.rescore();
    });
  }

  /** At most one search runs; when it ends and the wish has changed meanwhile, the latest wish is searched for. */
  private async find(): Promise<void> {
    if (this.isFinding) return;
    this.isFinding = true;
    await this.part(async () => {
      await this.needPixels();
      for (let wanted = findingOf(this.options); this.lacks(wanted); wanted = findingOf(this.options)) {
        const { cellsUri } = this.map;
        const answer = await this.worker.ask({ type: 'find', finding: wanted });
        if (answer.type !== 'cells' || this.stopped || cellsUri !== this.map.cellsUri) return;
        if (!this.lacks(findingOf(this.options))) return; // the slider is back where it was
        this.use(loadedOf(answer.cells));
        this.gate();
        this.tell();
      }
    });
    this.isFinding = false;
    this.tell();
  }

  private lacks(wanted: Finding): boolean {
    return (
      !this.stopped &&
      this.live() === true &&
      this.current !== undefined &&
      !sameFinding(this.current.cells.found, wanted)
    );
  }

  private needPixels(): Promise<void> {
    const files = this.files();
    if (typeof files === 'string') return Promise.resolve();
    return (this.pixels ??= this.readPixels(files));
  }

  private async readPixels(files: Exclude<ReturnType<typeof liveFiles>, string>): Promise<void> {
    const { widthPx, heightPx } = this.pane;
    const { cellsUri } = this.map;
    const [segmentation, marker, ihc] = await Promise.all([
      fetchFile(files.segmentation),
      files.marker === undefined ? undefined : fetchFile(files.marker),
      files.ihc === undefined ? undefined : fetchFile(files.ihc),
    ]);
    const answer = await this.worker.ask({
      type: 'pixels',
      size: { widthPx, heightPx },
      files: { segmentation, ...(marker ? { marker } : {}), ...(ihc ? { ihc } : {}) },
    });
    if (answer.type !== 'pixels' || cellsUri !== this.map.cellsUri) return;
    this.automaticMarker = answer.automaticMarker ?? this.automaticMarker;
    this.withOd = answer.od;
    this.problem = undefined;
    this.gate();
    this.tell();
  }

  private async segmentationCurve(points: readonly number[]): Promise<readonly CurvePoint[]> {
    if (this.live() !== true || !this.stored) return [];
    await this.needPixels();
    const answer = await this.worker.ask({ type: 'curve', options: this.options, points });
    return answer.type === 'curve' ? answer.curve : [];
  }

  /** The stored score knows the automatic marker threshold, if that was asked for. */
  private rememberMarker(): void {
    const { thresholds, scoring } = this.map;
    if (thresholds.markerThreshold === 'auto' && scoring.marker_thresh !== null)
      this.automaticMarker = scoring.marker_thresh;
  }

  private async part(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (thrown) {
      if (this.stopped) return;
      this.problem = asError(thrown).message;
      this.post({ type: 'failed', message: `${this.map.name}: ${this.problem}`, show: false });
      this.tell();
    }
  }

  private tell(): void {
    this.answer = undefined;
    if (!this.stopped) this.changed();
  }
}

function loadedOf(cells: OutlinedCells): Loaded {
  const { length } = cells.list;
  return {
    cells,
    automaticSize: automaticSizes(cells.list),
    alone: new Uint8Array(length),
    gate: new Uint8Array(length),
  };
}
