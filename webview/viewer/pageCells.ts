// Cells of one segmentation map as the page keeps them: columns for gating, flat outlines for drawing.

import type { CellList } from '../../engine/postprocessing/cellColumns.js';
import type { CellMeans } from '../../engine/measurements/cellMeans.js';
import type { PluginColumn } from '../../engine/measurements/pluginColumns.js';
import type { Gate } from '../../engine/postprocessing/gate.js';

export interface PageCells {
  readonly list: CellList;
  /** Outline i has its corners from outlineStart[i] up to outlineStart[i + 1]; one entry more than there are cells. */
  readonly outlineStart: Uint32Array;
  /** x, y, x, y … in pixels; a pixel (x, y) covers x … x + 1, y … y + 1. */
  readonly outlineXy: Float32Array;
  /** Perimeter of each cell in pixels. */
  readonly perimeterPx?: Float32Array;
  /** Means of the cells in the result's pictures; absent until they are read, and for cells that were found again. */
  readonly means?: CellMeans;
  /** Columns of plug-ins; without numbers for cells that were found again. */
  readonly contributed?: readonly PluginColumn[];
  /** Class of each cell, corrections applied. */
  readonly gate: Gate;
  /** 1 where a person has set the class. */
  readonly corrected: Uint8Array;
  /** Another number whenever gate or corrected are others. */
  readonly revision: number;
}
