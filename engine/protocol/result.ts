// result.json: what was analysed, with what, how, and which files came of it. Paths are relative to the folder.
// Panels, trees and exporters read it; engine/records is its only writer.

import type { BackendId, Precision } from './backends.js';
import type { PostprocessOptions } from './thresholds.js';

export const RESULT_FILE = 'result.json';
export const CORRECTIONS_FILE = 'corrections.json';

export interface ResultRecord {
  readonly schemaVersion: 1;
  readonly engineVersion: string;
  readonly createdAt: string;
  readonly image: {
    /** Relative to the result folder. */
    readonly path: string;
    readonly sha256: string;
    readonly widthPx: number;
    readonly heightPx: number;
    /** Micrometres per pixel, where the file says it. */
    readonly mpp?: number;
    /** How its colours were read; scoring it again reads them the same way. Default managed. */
    readonly colour?: 'managed' | 'as-stored';
    readonly notices: readonly string[];
  };
  /** Absent where a segmentation map was post-processed that somebody else had made. */
  readonly model?: { readonly id: string; readonly title: string; readonly manifestSha256: string };
  readonly backend?: { readonly id: BackendId; readonly description: string; readonly precision: Precision };
  readonly tiles?: {
    readonly tilePx: number;
    readonly overlapPx: number;
    readonly total: number;
    readonly empty: number;
  };
  /** As asked for; the numbers used are in scoring.json. */
  readonly thresholds?: PostprocessOptions;
  readonly files: readonly ResultFile[];
  readonly seconds: Readonly<Record<string, number>>;
}

export interface ResultFile {
  /** Of a modality or map ("dapi", "Seg"), or of what it is ("cells"). */
  readonly name: string;
  /** A plain file name: results hold no folders of files. */
  readonly file: string;
  readonly role: ResultFileRole;
}

export type ResultFileRole =
  | 'modality'
  | 'segmentation'
  | 'intermediate'
  | 'refined'
  | 'overlay'
  | 'cells'
  | 'scoring'
  /** A small version of a large picture, for a first look: its name is that of the picture. */
  | 'overview';

/** corrections.json: classes that a person has set by hand, in the order they were set. */
export interface CorrectionsFile {
  readonly schemaVersion: 1;
  readonly corrections: readonly Correction[];
}

/** Applies to the cell whose centroid lies here, whatever the thresholds; a later one for the same cell wins. */
export interface Correction {
  /** Segmentation map, "Seg". */
  readonly map: string;
  /** Centroid of the cell, pixels. */
  readonly x: number;
  readonly y: number;
  readonly positive: boolean;
  /** ISO 8601. */
  readonly at: string;
}
