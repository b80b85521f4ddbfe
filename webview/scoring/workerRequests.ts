// Requests of the page to its scoring worker: the effects of the map's reducer, with files as bytes instead of addresses. The
// worker answers each with one `MapAnswer` of the same number.

import type { TextTable } from '../ui/l10n.js';
import type { MapEffect, MapSize } from './mapReducer.js';

/** Files as they are on disk; the worker decodes them. */
export interface MapFiles {
  readonly segmentation: ArrayBuffer;
  readonly marker?: ArrayBuffer;
  readonly ihc?: ArrayBuffer;
}

export type WorkerRequest =
  /** First request: texts of errors in the reader's language. It has no answer. */
  | { readonly type: 'texts'; readonly texts: TextTable }
  | {
      readonly type: 'readCells';
      readonly request: number;
      readonly cells: ArrayBuffer;
      readonly size: MapSize;
    }
  | {
      readonly type: 'readMeasurements';
      readonly request: number;
      readonly measurements: ArrayBuffer;
      readonly cells: number;
    }
  /** The worker keeps these pixels for the requests that follow. */
  | {
      readonly type: 'readPixels';
      readonly request: number;
      readonly files: MapFiles;
      readonly size: MapSize;
    }
  | Extract<MapEffect, { readonly type: 'findCells' | 'findCurve' }>;
