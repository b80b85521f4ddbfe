// Areas of predicted nuclei over those of their true partners, as the paper's picture shows them: log2 of the ratio, within
// ±2. The partner is the true nucleus that shares most pixels; the reference takes the one at the first shared pixel.

import type { Components } from './components.js';
import { overlaps } from './instances.js';

export interface AreaRatios {
  /** Ratios by the number of the predicted nucleus, from 1; NaN without a partner. The first entry is the background's. */
  readonly log2: Float64Array;
  /** 1 for each true nucleus, by its number from 1, that shares no pixel with any predicted one. */
  readonly isMissed: Uint8Array;
}

/** Ratios beyond 4 or below ¼ look alike. */
export const FARTHEST_LOG2 = 2;

/** @throws RangeError for pictures of different sizes */
export function areaRatios(truth: Components, predicted: Components): AreaRatios {
  const log2 = new Float64Array(predicted.count + 1).fill(NaN);
  const isMissed = new Uint8Array(truth.count + 1).fill(1);
  isMissed[0] = 0;
  const most = new Int32Array(predicted.count + 1);
  for (const { truth: t, predicted: p, pixels } of overlaps(truth, predicted)) {
    isMissed[t] = 0;
    if (pixels <= most[p]!) continue;
    most[p] = pixels;
    const ratio = Math.log2(predicted.areas[p]! / truth.areas[t]!);
    log2[p] = Math.min(FARTHEST_LOG2, Math.max(-FARTHEST_LOG2, ratio));
  }
  return { log2, isMissed };
}
