// What the page's parts hand to one another about cells: App calls `useMapCells` once, gives each map's MapScores to
// the viewer, the score panel and the cell table, and keeps which cell is selected and under the pointer.

import type { Scoring } from '../../engine/protocol/scoring.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { Thresholds } from '../../engine/postprocessing/thresholds.js';
import type { Pane, ViewerUp } from '../messages/viewer.js';
import type { IntensityChoice } from './intensityChoice.js';
import type { PageCells } from './pageCells.js';
import type { CurvePoint } from './thresholdCurve.js';
import type { TableLook } from './tableLook.js';

/**
 * Renders the page again whenever one of the maps has changed: loaded, scored again, corrected. Cells are not read before
 * `mayLoad` is true: a hundred thousand of them keep a processor busy that the first picture needs.
 */
export type UseMapCells = (
  panes: readonly Pane[],
  post: (message: ViewerUp) => void,
  mayLoad: boolean,
) => (pane: string, map: string) => MapScores | undefined;

/** One map as its sliders stand. A new object after every change; `cells` may be the same one (see its revision). */
export interface MapScores {
  /** Pane.id and SegmentationMap.name. */
  readonly pane: string;
  readonly map: string;
  /** Pixels of the map. */
  readonly mapPx: number;
  readonly loading: boolean;
  /** Why there are no cells, or why the last change had no effect, in words. */
  readonly problem?: string;
  /** An index of a cell is one of this list: when `cells.list` is another object, selection and filter are void. */
  readonly cells?: PageCells;
  readonly options: PostprocessOptions;
  /** The numbers that come of the options, and the score by them alone; as stored until the cells are here. */
  readonly thresholds?: Thresholds;
  readonly scoring: Scoring;
  /** The score with the classes that a person has set. */
  readonly correctedScoring: Scoring;
  /** How many cells a person has set. */
  readonly correctedCount: number;
  /** The options differ from those of the stored result. */
  readonly unsaved: boolean;
  /** Cells are being found again for another segmentation threshold. */
  readonly finding: boolean;
  /** Whether the segmentation threshold works while dragging; if not, why: it is then applied on release and saved. */
  readonly segmentationLive: true | string;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  readonly actions: MapActions;
}

/** The same object as long as the map is shown. */
export interface MapActions {
  /** Takes effect at once; undefined removes an option. */
  readonly change: (options: Partial<PostprocessOptions>) => void;
  /** The slider was let go: applies what could not be applied while dragging. */
  readonly release: () => void;
  /** Back to what is stored. */
  readonly reset: () => void;
  /** Scores the stored result with the options and keeps that. */
  readonly save: () => void;
  /** Sets the other class by hand. Cells that do not count cannot be flipped. */
  readonly flip: (cell: number) => void;
  readonly undo: () => void;
  readonly redo: () => void;
  /**
   * Counts at each of these segmentation thresholds. Shorter where something else was wanted meanwhile; empty where cells
   * cannot be found here.
   */
  readonly segmentationCurve: (points: readonly number[]) => Promise<readonly CurvePoint[]>;
}

export interface ScorePanelProps {
  readonly scores: MapScores;
  /** Untrusted: sliders work, nothing is saved or corrected. */
  readonly trusted: boolean;
  readonly selected: number | undefined;
  readonly intensity: IntensityChoice;
  readonly onIntensity: (choice: IntensityChoice) => void;
}

export interface CellTableProps {
  readonly scores: MapScores;
  readonly trusted: boolean;
  /** Micrometres per pixel, where known: sizes are in µm² then. */
  readonly mpp?: number;
  /** Index into `scores.cells`. The table scrolls to a cell that was selected elsewhere. */
  readonly selected: number | undefined;
  readonly hovered: number | undefined;
  readonly onSelect: (cell: number | undefined) => void;
  readonly onHover: (cell: number | undefined) => void;
  readonly look: TableLook;
  readonly onLook: (look: TableLook) => void;
  /** 1 for each cell that passes the table's filter; undefined: all do. The viewer may dim the others. */
  readonly onFilter?: (shown: Uint8Array | undefined) => void;
}
