// Segmentation map in, cells, scores and pictures out: the whole of docs/reference.md 7 for images that fit in memory.
// Larger ones take the same steps band by band (see classifyPixels, findCells, drawCells, paintRefined).

import { scoring, type Scoring } from './scoring.js';
import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import type { CellList } from './cellColumns.js';
import { findCells } from './cells.js';
import { gateCells, type Gate } from './gate.js';
import { markerPlane, opticalDensityPlane } from './intensityPlanes.js';
import { drawCells } from './outlines.js';
import { paintOverlay, paintRefined } from './pictures.js';
import { classifyPixels } from './pixelClasses.js';
import {
  DEFAULT_SEG_THRESHOLD,
  largeNoiseThreshold,
  requireSensible,
  resolveThresholds,
  usesOpticalDensity,
  type PostprocessOptions,
  type Thresholds,
} from './thresholds.js';

export type { PostprocessOptions, Resolution } from './thresholds.js';

export interface Postprocessed {
  readonly scoring: Scoring;
  readonly thresholds: Thresholds;
  /** All cells beyond noise, counted or not. Their optical density is measured when a threshold or `measureOd` asks. */
  readonly cells: CellList;
  readonly gate: Gate;
  /** (H, W, 1), drawn: see labels.ts. */
  readonly mask: Raster;
  /** SegRefined, (H, W, 3). */
  readonly refined: Raster;
  /** SegOverlaid, (H, W, 3). */
  readonly overlaid: Raster;
}

/**
 * Finds, gates and draws the cells of one image. `ihc`, `seg` (the segmentation map) and `marker` have the same size;
 * without a marker image, marker thresholds have no effect.
 *
 * Throws `usage` for sizes that differ and for options that mean nothing (see `requireSensible`).
 */
export function postprocess(
  ihc: Raster,
  seg: Raster,
  marker: Raster | undefined,
  options: PostprocessOptions & { readonly measureOd?: boolean },
): Postprocessed {
  requireSensible(options);
  requireSameSize('original image', ihc, seg);
  if (marker) requireSameSize('marker image', marker, seg);

  const markers = marker && markerPlane(marker);
  const od = options.measureOd || usesOpticalDensity(options) ? opticalDensityPlane(ihc) : undefined;
  const classes = classifyPixels(seg, options.segThreshold ?? DEFAULT_SEG_THRESHOLD);
  const largeNoise = largeNoiseThreshold(options);
  const { mask, cells } = findCells(classes, seg.width, seg.height, {
    ...(markers ? { marker: markers } : {}),
    ...(od ? { od } : {}),
    ...(options.noiseThreshold === undefined ? {} : { noiseThreshold: options.noiseThreshold }),
    ...(largeNoise === undefined ? {} : { largeNoiseThreshold: largeNoise }),
  });
  const thresholds = resolveThresholds(options, cells, markers);
  const gate = gateCells(cells, thresholds);
  drawCells(mask, cells, gate);
  return {
    scoring: scoring(gate, thresholds),
    thresholds,
    cells,
    gate,
    mask,
    refined: paintRefined(mask),
    overlaid: paintOverlay(mask, ihc),
  };
}

function requireSameSize(what: string, image: Raster, seg: Raster): void {
  if (image.width !== seg.width || image.height !== seg.height)
    throw new EngineError(
      'usage',
      `The ${what} is ${image.width} × ${image.height} px, the segmentation map ${seg.width} × ${seg.height} px: ` +
        'they must have the same size.',
    );
}
