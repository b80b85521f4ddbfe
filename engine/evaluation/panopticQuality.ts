// Panoptic quality of nuclei (Kirillov et al., CVPR 2019; for nuclei Graham et al., Medical Image Analysis 58, 2019): how many are
// found, times how well those are outlined.

import type { Components } from './components.js';
import { overlaps } from './instances.js';

/** Overlap above which no nucleus can match two others. */
const MATCH_IOU = 0.5;

export interface PanopticQuality {
  /** Nuclei found / (found + half of the missed + half of the invented): F1 of detection. 0 … 1. */
  readonly detection: number;
  /** Mean IoU of the nuclei found; 0 if none is. */
  readonly segmentation: number;
  /** Product of both. */
  readonly quality: number;
  readonly found: number;
}

/** Null if neither side has nuclei. @throws RangeError for pictures of different sizes */
export function panopticQuality(truth: Components, predicted: Components): PanopticQuality | null {
  const matches = overlaps(truth, predicted).filter(({ iou }) => iou > MATCH_IOU);
  const all = truth.count + predicted.count;
  if (all === 0) return null;
  const found = matches.length;
  const detection = (2 * found) / all;
  const segmentation = found === 0 ? 0 : matches.reduce((sum, { iou }) => sum + iou, 0) / found;
  return { detection, segmentation, quality: detection * segmentation, found };
}
