// Messages of the viewer's page: state comes down, intents go up. A panel is a function of the last `show`; tiles are
// pixels that it requested. The result panel ("Open Result", "Compare Results") and the image editor use it.

import type { CutoffsOfMap } from '../../engine/protocol/intensity.js';
import type { PictureInfo, PictureTile, TileAddress } from '../../engine/protocol/pictures.js';
import type { Correction } from '../../engine/protocol/correction.js';
import type { ScaleOfTile } from '../../engine/protocol/scale.js';
import type { Scoring } from '../../engine/protocol/scoring.js';
import type { PluginScore } from '../../engine/protocol/pluginResults.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { PageUp } from './page.js';

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
  /** Opens a part of the panel, as "Re-score…" does. */
  | { readonly type: 'reveal'; readonly part: 'layers' | 'scores' | 'cells' }
  /** Shows a part of a pane's picture, as large as it fits. */
  | { readonly type: 'lookAt'; readonly pane: string; readonly sight: Sight };

/** Left, top, right, bottom in picture pixels. */
export type Sight = readonly [left: number, top: number, right: number, bottom: number];

export type ViewerUp =
  | PageUp
  /** Visible tiles of one picture that the page lacks, most wanted first; replaces the last such list. */
  | { readonly type: 'needTiles'; readonly picture: string; readonly tiles: readonly TileAddress[] }
  /** Scores the result with these thresholds and saves them. */
  | { readonly type: 'rescore'; readonly pane: string; readonly thresholds: PostprocessOptions }
  | {
      readonly type: 'correct';
      readonly pane: string;
      readonly map: string;
      readonly corrections: readonly Correction[];
    }
  /** Exports the result; the extension asks for the format and the file. */
  | {
      readonly type: 'export';
      readonly pane: string;
      /** Cut-offs of H-score and Allred score that the user set, by segmentation map. */
      readonly cutoffs?: Readonly<Record<string, CutoffsOfMap>>;
    }
  /** Saves the view as a PNG file. */
  | { readonly type: 'saveView'; readonly name: string; readonly png: Uint8Array }
  | { readonly type: 'analyse'; readonly pane: string }
  /** Shows another result beside the present ones. */
  | { readonly type: 'addPane' }
  | { readonly type: 'closePane'; readonly pane: string };

export const MOST_PANES = 6;

export interface ViewerState {
  /** True in a trusted workspace; in others nothing is analysed, re-scored or corrected. */
  readonly trusted: boolean;
  /** 1 … MOST_PANES, side by side. */
  readonly panes: readonly Pane[];
}

/** One result, or one image without a result. */
export interface Pane {
  /** Absolute path of the result folder or image file. The page compares it, and never opens it. */
  readonly id: string;
  readonly kind: 'result' | 'image';
  readonly title: string;
  /** Second line: model, backend, date. */
  readonly detail: string;
  readonly widthPx: number;
  readonly heightPx: number;
  /** Micrometres per pixel, if known. */
  readonly mpp?: number;
  /** Model that made the result; absent for an image, and for a map that was made elsewhere. */
  readonly model?: { readonly title: string; readonly isDemo: boolean };
  /** Scale of the analysis and the side of its tiles in pixels; absent for an image and for older results. */
  readonly scale?: ScaleOfTile;
  /** Facts about the image that its reader should know. */
  readonly notices: readonly string[];
  /** Layers, the bottom one first. */
  readonly layers: readonly PictureLayer[];
  /** One per segmentation map; none for an image. */
  readonly maps: readonly SegmentationMap[];
  /** Problems in words: "The image has moved". */
  readonly problems: readonly string[];
}

export interface PictureLayer {
  /** "ihc", "hematoxylin", "dapi", "lap2", "marker", "Seg", "SegRefined", "SegOverlaid" …; unique in its pane. */
  readonly id: string;
  readonly title: string;
  readonly role: 'image' | 'modality' | 'segmentation' | 'intermediate' | 'refined' | 'overlay';
  readonly picture: Picture;
}

/** Source of pixels: a file that the browser can decode at once, or tiles that the page asks for. */
export type Picture =
  | { readonly id: string; readonly kind: 'file'; readonly uri: string }
  | {
      readonly id: string;
      readonly kind: 'tiles';
      readonly info: PictureInfo;
      /** Small version of the whole picture, shown until the tiles arrive. */
      readonly overviewUri?: string;
    };

export interface SegmentationMap {
  /** "Seg". */
  readonly name: string;
  /** cells.json. */
  readonly cellsUri: string;
  /** measurements.json; absent in results of earlier versions. */
  readonly measurementsUri?: string;
  /** Ids of the layers that finding the cells again needs; absent if the result has none or the file is missing. */
  readonly layers: { readonly segmentation?: string; readonly marker?: string; readonly ihc?: string };
  /** Thresholds requested at the last scoring. */
  readonly thresholds: PostprocessOptions;
  /** Result of the last scoring. */
  readonly scoring: Scoring;
  /** The same with the corrections, if there are any. */
  readonly correctedScoring?: Scoring;
  readonly corrections: readonly Correction[];
  /** Scores of plug-ins, as of the stored thresholds; absent if there are none. */
  readonly pluginScores?: readonly PluginScore[];
}
