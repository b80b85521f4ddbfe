// A segmentation map as the parts of the page see it: `useMapCells` makes it; the viewer, the score panel and the cell
// table show it.

import type { Thresholds } from '../../engine/postprocessing/thresholds.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { PluginScore } from '../../engine/protocol/pluginResults.js';
import type { PageCells } from '../viewer/pageCells.js';
import type { CellEdit } from './cellEdits.js';
import type { CurvePoint } from './thresholdCurve.js';

/** One map with the present values of its sliders. Every change makes another object; `cells.list` may stay the same. */
export interface MapScores {
  /** Pane.id and SegmentationMap.name. */
  readonly pane: string;
  readonly map: string;
  /** Pixels of the map. */
  readonly mapPx: number;
  readonly loading: boolean;
  /** Error message: why the cells are missing, or why the last change had no effect. */
  readonly problem: string | undefined;
  /** Cells that indices refer to: when `cells.list` is another object, selection and filter are void. */
  readonly cells: PageCells | undefined;
  readonly options: PostprocessOptions;
  /** Thresholds that follow from the options; undefined until the cells are loaded. */
  readonly thresholds: Thresholds | undefined;
  /** Reason why the cells have no means of stains and modalities; undefined if they have. */
  readonly unmeasured: string | undefined;
  /** Scores of plug-ins, as of the stored thresholds. */
  readonly pluginScores: readonly PluginScore[];
  /** Score by the thresholds alone; the stored one until the cells are loaded. */
  readonly scoring: Scoring;
  /** Score with the classes that a person set. */
  readonly correctedScoring: Scoring;
  /** Number of cells that a person set or excluded. */
  readonly correctedCount: number;
  /** True if the options differ from those of the stored result. */
  readonly unsaved: boolean;
  /** True while cells are being found again for another segmentation threshold. */
  readonly finding: boolean;
  /** True if the segmentation threshold works while dragging; else the reason, and it is applied and saved on release. */
  readonly segmentationLive: true | string;
  /** Counts over the segmentation threshold; empty until a curve was requested and computed. */
  readonly segmentationCurve: readonly CurvePoint[];
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly actions: MapActions;
}

/** The same object as long as the map is shown. */
export interface MapActions {
  /** Takes effect at once; undefined removes an option. */
  readonly change: (options: OptionChange) => void;
  /** End of a drag: applies what cannot be applied while dragging. */
  readonly release: () => void;
  /** Restores the stored options. */
  readonly reset: () => void;
  /** Scores the stored result with the options, and saves them. */
  readonly save: () => void;
  /** Changes cells by hand, all of them as one step of undo. */
  readonly edit: (edit: CellEdit, cells: Iterable<number>) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Requests the counts at these segmentation thresholds. */
  readonly askCurve: (points: readonly number[]) => void;
}

/** Options to change; undefined removes one. */
export type OptionChange = {
  readonly [Name in keyof PostprocessOptions]?: PostprocessOptions[Name] | undefined;
};
