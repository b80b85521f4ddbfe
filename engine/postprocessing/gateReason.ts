// Reason for which the thresholds give a cell its class: the same rules as gateCells, in the same order, for one cell.

import type { CellList } from './cellColumns.js';
import type { Thresholds } from './thresholds.js';

export type GateReason =
  /** Not counted. */
  | 'too small'
  | 'too large'
  /** Negative, although pixels or marker say positive: the optical density lies outside its thresholds. */
  | 'implausible density'
  /** Positive: at least half of the cell's pixels are positive in the segmentation map. */
  | 'positive pixels'
  /** Positive: the marker, or the optical density in its place, lies above the marker threshold. */
  | 'above marker threshold'
  | 'negative pixels';

export function gateReason(cells: CellList, thresholds: Thresholds, cell: number): GateReason {
  const { sizeThreshold, sizeThresholdUpper = Infinity, markerThreshold = Infinity } = thresholds;
  const { odThresholdLower = -Infinity, odThresholdUpper = Infinity } = thresholds;
  const area = cells.areaPx[cell]!;
  if (area <= sizeThreshold) return 'too small';
  if (area >= sizeThresholdUpper) return 'too large';
  const expression = (thresholds.markerThresholdMeansOd ? cells.od : cells.marker)?.[cell] ?? 0;
  const byPixels = cells.positive[cell] === 1;
  if (!byPixels && !(expression > markerThreshold)) return 'negative pixels';
  const od = cells.od?.[cell];
  if (od !== undefined && (od < odThresholdLower || od > odThresholdUpper)) return 'implausible density';
  return byPixels ? 'positive pixels' : 'above marker threshold';
}
