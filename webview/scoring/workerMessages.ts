// What the page and its scoring worker say to each other. Every request has a number, and exactly one answer with it.

import type { CurvePoint } from './thresholdCurve.js';
import type { Finding, OutlinedCells } from './outlinedCells.js';
import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';

/** Files as they are on disk; the worker decodes them. */
export interface MapFiles {
  readonly segmentation: ArrayBuffer;
  readonly marker?: ArrayBuffer;
  readonly ihc?: ArrayBuffer;
}

export interface MapSize {
  readonly widthPx: number;
  readonly heightPx: number;
}

export type WorkerRequest = { readonly id: number } & (
  | { readonly type: 'read'; readonly cells: ArrayBuffer; readonly size: MapSize }
  /** Keeps the pixels for all that follows. */
  | { readonly type: 'pixels'; readonly files: MapFiles; readonly size: MapSize }
  | { readonly type: 'find'; readonly finding: Finding }
  /** Scores at each of these segmentation thresholds; a later request of any kind comes first. */
  | {
      readonly type: 'curve';
      readonly options: PostprocessOptions;
      readonly points: readonly number[];
    }
);

export type WorkerAnswer = { readonly id: number } & (
  | { readonly type: 'cells'; readonly cells: OutlinedCells }
  | {
      readonly type: 'pixels';
      readonly automaticMarker?: number;
      /** Whether optical densities can be measured exactly as the engine does. */
      readonly od: boolean;
    }
  | { readonly type: 'curve'; readonly curve: readonly CurvePoint[] }
  | { readonly type: 'failed'; readonly message: string }
);
