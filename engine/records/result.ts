// result.json: what was analysed, with what, how, and which files came of it. Paths are relative to the folder.

import type { BackendId, Precision } from '../backends/backend.js';
import type { OutputImage } from '../deepliif/plan.js';
import type { PostprocessOptions } from '../postprocessing/thresholds.js';

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
  readonly name: string;
  readonly file: string;
  readonly role: OutputImage['role'] | 'refined' | 'overlay' | 'cells' | 'scoring';
}
