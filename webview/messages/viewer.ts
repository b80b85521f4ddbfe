// The viewer panel's contract: state comes down, intents go up. A panel is a function of the last `show`; tiles are
// pixels it asked for. Used by the result panel ("Open Result", "Compare Results") and by the image editor.

import type { CutoffsOfMap } from '../../engine/protocol/intensity.js';
import type { PictureInfo, PictureTile, TileAddress } from '../../engine/protocol/pictures.js';
import type { Correction } from '../../engine/protocol/correction.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';

export type ViewerDown =
  | { readonly type: 'show'; readonly state: ViewerState }
  | {
      readonly type: 'tile';
      readonly picture: string;
      readonly address: TileAddress;
      /** Own bytes, never a Node Buffer. */
      readonly tile: PictureTile;
    }
  | {
      readonly type: 'tileFailed';
      readonly picture: string;
      readonly address: TileAddress;
      readonly message: string;
    }
  /** Brings a part of the panel to the user: what "Re-score…" does. */
  | { readonly type: 'reveal'; readonly part: 'layers' | 'scores' | 'cells' };

export type ViewerUp =
  /** First message of a page; nothing is posted before it. */
  | { readonly type: 'ready' }
  /** The tiles of one picture that are in sight and not here yet, most wanted first; replaces the last such list. */
  | { readonly type: 'needTiles'; readonly picture: string; readonly tiles: readonly TileAddress[] }
  /** Score the result with these thresholds and keep that. */
  | { readonly type: 'rescore'; readonly pane: string; readonly thresholds: PostprocessOptions }
  | {
      readonly type: 'correct';
      readonly pane: string;
      readonly map: string;
      readonly corrections: readonly Correction[];
    }
  /** Export the result; the extension asks for the form and the place. */
  | {
      readonly type: 'export';
      readonly pane: string;
      /** By segmentation map: those of H-score and Allred score that the user has set. */
      readonly cutoffs?: Readonly<Record<string, CutoffsOfMap>>;
    }
  /** What is on screen, as a PNG file. */
  | { readonly type: 'saveView'; readonly name: string; readonly png: Uint8Array }
  | { readonly type: 'analyse'; readonly pane: string }
  /** Another result beside the ones shown. */
  | { readonly type: 'addPane' }
  | { readonly type: 'closePane'; readonly pane: string }
  /** Something went wrong in the page: for the log, and for the user when `show` is set. */
  | { readonly type: 'failed'; readonly message: string; readonly show: boolean };

export const MOST_PANES = 6;

export interface ViewerState {
  /** An untrusted workspace is for looking only: nothing is analysed, re-scored or corrected. */
  readonly trusted: boolean;
  /** 1 … MOST_PANES, side by side. */
  readonly panes: readonly Pane[];
}

/** One result, or one image that has none. */
export interface Pane {
  /** Absolute path of the result folder or image file. The page compares it, and never opens it. */
  readonly id: string;
  readonly kind: 'result' | 'image';
  readonly title: string;
  /** Second line: model, backend, date. */
  readonly detail: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Micrometres per pixel, where known. */
  readonly mpp?: number;
  /** Bottom first. */
  readonly layers: readonly PictureLayer[];
  /** One per segmentation map; none for an image. */
  readonly maps: readonly SegmentationMap[];
  /** What is wrong with it ("The image has moved"), in words. */
  readonly problems: readonly string[];
}

export interface PictureLayer {
  /** "ihc", "hematoxylin", "dapi", "lap2", "marker", "Seg", "SegRefined", "SegOverlaid" …; unique in its pane. */
  readonly id: string;
  readonly title: string;
  readonly role: 'image' | 'modality' | 'segmentation' | 'intermediate' | 'refined' | 'overlay';
  readonly picture: Picture;
}

/** Where pixels come from: a file that the browser can decode at once, or tiles that it asks for. */
export type Picture =
  | { readonly id: string; readonly kind: 'file'; readonly uri: string }
  | {
      readonly id: string;
      readonly kind: 'tiles';
      readonly info: PictureInfo;
      /** A small version of the whole, for the first second. */
      readonly overviewUri?: string;
    };

export interface SegmentationMap {
  /** "Seg". */
  readonly name: string;
  /** cells.json. */
  readonly cellsUri: string;
  /** Layer ids whose pixels finding the cells again needs; absent where the result has none (or its file is gone). */
  readonly layers: { readonly segmentation?: string; readonly marker?: string; readonly ihc?: string };
  /** As asked for at the last scoring. */
  readonly thresholds: PostprocessOptions;
  /** What came of it. */
  readonly scoring: Scoring;
  readonly corrections: readonly Correction[];
}
