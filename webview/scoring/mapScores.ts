// A segmentation map as the parts of the page see it: `useMapCells` makes it; the viewer, the score panel and the cell table
// show it.

import type { Thresholds } from '../../engine/postprocessing/thresholds.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { PageCells } from '../viewer/pageCells.js';
import type { CurvePoint } from './thresholdCurve.js';

/** One map as its sliders stand. Another object after every change; `cells.list` may be the same one. */
export interface MapScores {
  /** Pane.id and SegmentationMap.name. */
  readonly pane: string;
  readonly map: string;
  /** Pixels of the map. */
  readonly mapPx: number;
  readonly loading: boolean;
  /** Reason why there are no cells, or why the last change had no effect. */
  readonly problem: string | undefined;
  /** An index of a cell is one of this list: when `cells.list` is another object, selection and filter are void. */
  readonly cells: PageCells | undefined;
  readonly options: PostprocessOptions;
  /** Numbers that follow from the options; undefined until the cells are here. */
  readonly thresholds: Thresholds | undefined;
  /** Score by the thresholds alone; the stored one until the cells are here. */
  readonly scoring: Scoring;
  /** Score with the classes that a person set. */
  readonly correctedScoring: Scoring;
  /** Number of cells whose class a person set. */
  readonly correctedCount: number;
  /** Whether the options differ from those of the stored result. */
  readonly unsaved: boolean;
  /** Whether cells are being found again for another segmentation threshold. */
  readonly finding: boolean;
  /** Whether the segmentation threshold works while dragging. A text says why not: it is applied on release, and saved. */
  readonly segmentationLive: true | string;
  /** Counts over the segmentation threshold; empty until a curve was asked for and computed. */
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
  /** Back to the stored options. */
  readonly reset: () => void;
  /** Scores the stored result with the options, and saves them. */
  readonly save: () => void;
  /** Sets the other class by hand. Cells that do not count have none. */
  readonly flip: (cell: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /** Asks for the counts at these segmentation thresholds. */
  readonly askCurve: (points: readonly number[]) => void;
}

/** Options to change; undefined removes one. */
export type OptionChange = {
  readonly [Name in keyof PostprocessOptions]?: PostprocessOptions[Name] | undefined;
};
