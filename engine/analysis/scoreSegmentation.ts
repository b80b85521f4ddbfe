// Scores a segmentation map of any size: cells, scores and pictures, band by band (docs/reference.md 7). Only one-byte
// planes of the whole image (classes, marker) and a two-byte one (optical density) are ever held.

import type { PixelSink, PixelSource } from '../images/pixelSource.js';
import type { MakeSink } from '../inference/inferImage.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { scoring, type Scoring } from '../postprocessing/scoring.js';
import { type CellsFile, cellRecord } from '../postprocessing/cellRecord.js';
import { findCells } from '../postprocessing/cells.js';
import { gateCells, type Gate } from '../postprocessing/gate.js';
import { markerPlane, opticalDensityPlane } from '../postprocessing/intensityPlanes.js';
import { drawCells } from '../postprocessing/outlines.js';
import { paintOverlay, paintRefined } from '../postprocessing/pictures.js';
import { classifyPixels } from '../postprocessing/pixelClasses.js';
import {
  DEFAULT_NOISE_THRESHOLD,
  DEFAULT_SEG_THRESHOLD,
  largeNoiseThreshold,
  requireSensible,
  resolveThresholds,
  type PostprocessOptions,
} from '../postprocessing/thresholds.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';

/** Rows read and painted at a time. */
const BAND_ROWS = 512;

export interface ScoredSegmentation {
  readonly scoring: Scoring;
  readonly cells: CellsFile;
  /** Class of each cell by the thresholds. */
  readonly gate: Gate;
  /** SegRefined and SegOverlaid. The caller closes them. */
  readonly refined: PixelSource;
  readonly overlaid: PixelSource;
}

/**
 * Scores one segmentation map. `ihc`, `seg` and `marker` stay open and belong to the caller.
 *
 * Throws `usage` for sizes that differ and thresholds that mean nothing.
 */
export async function scoreSegmentation(
  ihc: PixelSource,
  seg: PixelSource,
  marker: PixelSource | undefined,
  options: PostprocessOptions,
  makeSink: MakeSink,
  control: Control = {},
): Promise<ScoredSegmentation> {
  requireSensible(options);
  requireSameSize('original image', ihc, seg);
  if (marker) requireSameSize('marker image', marker, seg);
  const { width, height } = seg;
  const segThreshold = options.segThreshold ?? DEFAULT_SEG_THRESHOLD;

  const classes = new Uint8Array(width * height);
  await fill(classes, seg, (band) => classifyPixels(band, segThreshold), control);
  const markers = marker && new Uint8Array(width * height);
  if (marker && markers) await fill(markers, marker, markerPlane, control);
  const od = new Uint16Array(width * height);
  await fill(od, ihc, opticalDensityPlane, control);

  const noiseThreshold = options.noiseThreshold ?? DEFAULT_NOISE_THRESHOLD;
  const largeNoise = largeNoiseThreshold(options);
  const { mask, cells } = findCells(classes, width, height, {
    od,
    noiseThreshold,
    ...(markers ? { marker: markers } : {}),
    ...(largeNoise === undefined ? {} : { largeNoiseThreshold: largeNoise }),
  });
  await yieldToEventLoop(control);
  // Contours are traced before anything is drawn into the mask.
  const records = Array.from({ length: cells.length }, (_, i) => cellRecord(mask, cells, i));
  const thresholds = resolveThresholds(options, cells, markers);
  const gate = gateCells(cells, thresholds);
  drawCells(mask, cells, gate);

  const refined = await paint(mask, makeSink, (y, rows) => paintRefined(mask, y, rows), control);
  try {
    const overlaid = await paint(
      mask,
      makeSink,
      async (y, rows) => paintOverlay(mask, await ihc.read(0, y, width, rows), y),
      control,
    );
    const found = {
      segThreshold,
      noiseThreshold,
      largeNoiseThreshold: largeNoise ?? null,
      resolution: options.resolution,
    };
    return {
      scoring: scoring(gate, thresholds),
      cells: { schemaVersion: 1, widthPx: width, heightPx: height, found, cells: records },
      gate,
      refined,
      overlaid,
    };
  } catch (error) {
    await refined.close();
    throw error;
  }
}

/** One value per pixel, computed band by band. */
async function fill<Plane extends Uint8Array | Uint16Array>(
  plane: Plane,
  source: PixelSource,
  valuesOf: (band: Raster) => Plane,
  control: Control,
): Promise<void> {
  for (const { y, rows } of bands(source.height)) {
    await yieldToEventLoop(control);
    plane.set(valuesOf(await source.read(0, y, source.width, rows)), y * source.width);
  }
}

async function paint(
  mask: Raster,
  makeSink: MakeSink,
  paintBand: (y: number, rows: number) => Raster | Promise<Raster>,
  control: Control,
): Promise<PixelSource> {
  const sink: PixelSink = await makeSink(mask.width, mask.height);
  try {
    for (const { y, rows } of bands(mask.height)) {
      await yieldToEventLoop(control);
      await sink.write(0, y, await paintBand(y, rows));
    }
    return await sink.finish();
  } catch (error) {
    await sink.discard();
    throw error;
  }
}

function bands(height: number): readonly { readonly y: number; readonly rows: number }[] {
  return Array.from({ length: Math.ceil(height / BAND_ROWS) }, (_, i) => ({
    y: i * BAND_ROWS,
    rows: Math.min(BAND_ROWS, height - i * BAND_ROWS),
  }));
}

function requireSameSize(what: string, image: PixelSource, seg: PixelSource): void {
  if (image.width === seg.width && image.height === seg.height) return;
  throw new EngineError(
    'usage',
    `The ${what} has ${image.width} × ${image.height} pixels, the segmentation map ${seg.width} × ${seg.height}. ` +
      `They must show the same pixels; give the files of one analysis.`,
  );
}
