// Options of post-processing: what a user may ask for, and the numbers that come of it (docs/reference.md 7, 7.6).

import { EngineError } from '../protocol/errors.js';
import type { PostprocessOptions, Resolution } from '../protocol/thresholds.js';
import type { CellList } from './cellColumns.js';
import { automaticMarkerThreshold } from './markerThreshold.js';
import { automaticSizeThreshold } from './sizeThreshold.js';

export type { PostprocessOptions, Resolution };

export const DEFAULT_SEG_THRESHOLD = 120;
export const DEFAULT_NOISE_THRESHOLD = 4;

const LARGE_NOISE_PX: Readonly<Record<Resolution, number>> = { '10x': 1000, '20x': 4000, '40x': 16000 };

/** Numbers only: what `gateCells` compares and what the scoring reports. */
export interface Thresholds {
  readonly segThreshold: number;
  readonly sizeThreshold: number;
  readonly sizeThresholdUpper?: number;
  readonly markerThreshold?: number;
  readonly odThresholdLower?: number;
  readonly odThresholdUpper?: number;
  /** The reference's mistake, see `PostprocessOptions.asReference`. */
  readonly markerThresholdMeansOd?: boolean;
}

/** Resolution that goes with a tile of DeepLIIF's: 512 px at 40x, 256 at 20x, 128 at 10x (docs/reference.md 7). */
export function resolutionOfTile(tilePx: number): Resolution {
  if (tilePx > 384) return '40x';
  return tilePx > 192 ? '20x' : '10x';
}

/** The large-noise threshold as a number of pixels, or undefined for none. */
export function largeNoiseThreshold(
  options: Pick<PostprocessOptions, 'largeNoiseThreshold' | 'resolution'>,
): number | undefined {
  const asked = options.largeNoiseThreshold ?? 'none';
  if (asked === 'none') return undefined;
  return asked === 'auto' ? LARGE_NOISE_PX[options.resolution] : asked;
}

/** True when the options gate by the optical density of the original image. */
export function usesOpticalDensity(
  options: Pick<PostprocessOptions, 'odThresholdLower' | 'odThresholdUpper'>,
): boolean {
  return options.odThresholdLower !== undefined || options.odThresholdUpper !== undefined;
}

/**
 * Refuses options that mean nothing, before any pixel is touched: thresholds that are no numbers, and a marker
 * threshold beside optical density thresholds (`usage`).
 */
export function requireSensible(options: PostprocessOptions): void {
  for (const name of NUMBERS) {
    const value = options[name];
    if (typeof value === 'number' && !Number.isFinite(value))
      throw new EngineError('usage', `${name} is ${value}; a number is expected.`);
  }
  if (!Object.hasOwn(LARGE_NOISE_PX, options.resolution))
    throw new EngineError('usage', `Resolution "${options.resolution}" is unknown; use 40x, 20x or 10x.`);
  const marker = options.markerThreshold ?? 'none';
  if (!usesOpticalDensity(options) || marker === 'none') return;
  if (marker === 'auto' || !options.asReference)
    throw new EngineError(
      'usage',
      'A marker threshold and an optical density threshold cannot be combined: the first uses the inferred marker ' +
        'image, the second the stain itself. Give one of them.',
    );
}

const NUMBERS = [
  'segThreshold',
  'noiseThreshold',
  'largeNoiseThreshold',
  'sizeThreshold',
  'sizeThresholdUpper',
  'markerThreshold',
  'odThresholdLower',
  'odThresholdUpper',
] as const;

/**
 * Turns options into numbers. Automatic thresholds are computed from the cells found and from the whole marker
 * image; without a marker image there is no marker threshold.
 */
export function resolveThresholds(
  options: PostprocessOptions,
  cells: CellList,
  markerPlane: Uint8Array | undefined,
): Thresholds {
  requireSensible(options);
  const size = options.sizeThreshold ?? 'auto';
  const marker = options.markerThreshold ?? 'none';
  return {
    ...givenThresholds(options),
    sizeThreshold: size === 'auto' ? automaticSizeThreshold(cells, options.resolution) : size,
    ...(marker === 'none' || !markerPlane
      ? {}
      : { markerThreshold: marker === 'auto' ? automaticMarkerThreshold(markerPlane) : marker }),
  };
}

/** The thresholds that need no computing. */
function givenThresholds(options: PostprocessOptions): Omit<Thresholds, 'sizeThreshold'> {
  const { sizeThresholdUpper, odThresholdLower, odThresholdUpper } = options;
  return {
    segThreshold: options.segThreshold ?? DEFAULT_SEG_THRESHOLD,
    ...(sizeThresholdUpper === undefined ? {} : { sizeThresholdUpper }),
    ...(odThresholdLower === undefined ? {} : { odThresholdLower }),
    ...(odThresholdUpper === undefined ? {} : { odThresholdUpper }),
    ...(options.asReference && usesOpticalDensity(options) ? { markerThresholdMeansOd: true } : {}),
  };
}
