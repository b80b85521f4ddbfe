// `--preprocess` of the reference (docs/reference.md 3.1): resizes and crops all tiles of a sample alike, with Pillow's
// bicubic filter. Segmentations are resized with the same filter, as in the reference, so their edges get mixed
// colours. The steps that only crop keep them exact.

import { resizeBicubic } from '../images/resize.js';
import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';
import type { Random } from '../random/random.js';
import { crop } from './geometry.js';

/** `as-is` is the reference's default without the option; its word "none" makes sides multiples of 4. */
export type Preprocess =
  'as-is' | 'none' | 'resize_and_crop' | 'crop' | 'scale_width' | 'scale_width_and_crop';

export const PREPROCESSES = [
  'as-is',
  'none',
  'resize_and_crop',
  'crop',
  'scale_width',
  'scale_width_and_crop',
] as const satisfies readonly Preprocess[];

export interface PreprocessPlan {
  readonly preprocess: Preprocess;
  /** Side, or width, to which images are resized. */
  readonly loadSize: number;
  /** Side of the square that is cut out; for `scale_width` the least height. */
  readonly cropSize: number;
}

/**
 * Resizes and crops all tiles alike. Draws two numbers if the step crops, none otherwise.
 * @throws EngineError `usage` if only one side is long enough to be cropped
 */
export function preprocess(
  tiles: readonly Raster[],
  plan: PreprocessPlan,
  random: Random,
  where: string,
): readonly Raster[] {
  const [width, height] = resizedSize(tiles[0]!, plan);
  const resized = tiles.map((tile) => resizeBicubic(tile, width, height));
  if (!plan.preprocess.endsWith('crop')) return resized;
  const side = plan.cropSize;
  const x = random.below(Math.max(0, width - side) + 1);
  const y = random.below(Math.max(0, height - side) + 1);
  const cropped = sizeAfter(tiles[0]!, plan, where);
  // Smaller images stay whole, as in the reference.
  if (width <= side && height <= side) return resized;
  return resized.map((tile) => crop(tile, x, y, ...cropped));
}

/** Size of a tile after the step. @throws EngineError `usage` if only one side is long enough to be cropped */
export function sizeAfter(
  tile: Pick<Raster, 'width' | 'height'>,
  plan: PreprocessPlan,
  where: string,
): readonly [width: number, height: number] {
  const [width, height] = resizedSize(tile, plan);
  const side = plan.cropSize;
  if (!plan.preprocess.endsWith('crop') || (width <= side && height <= side)) return [width, height];
  if (width < side || height < side)
    throw new EngineError(
      'usage',
      `${where}: tiles of ${width} × ${height} px have no square of ${side} px. Use a smaller --crop-size, or ` +
        '--preprocess resize_and_crop.',
    );
  return [side, side];
}

/** Size of a tile after the resizing of the step, before anything is cut out. */
export function resizedSize(
  { width, height }: Pick<Raster, 'width' | 'height'>,
  { preprocess: kind, loadSize, cropSize }: PreprocessPlan,
): readonly [width: number, height: number] {
  switch (kind) {
    case 'none':
      return [multipleOf4(width), multipleOf4(height)];
    case 'resize_and_crop':
      return [loadSize, loadSize];
    case 'scale_width':
    case 'scale_width_and_crop':
      if (width === loadSize && height >= cropSize) return [width, height];
      return [loadSize, Math.trunc(Math.max((loadSize * height) / width, cropSize))];
    default:
      return [width, height];
  }
}

/** Rounds as Python does, halves to the even multiple; 4 at least. */
function multipleOf4(length: number): number {
  const quarter = length / 4;
  const down = Math.floor(quarter);
  const isHalf = quarter - down === 0.5;
  const rounded = isHalf ? down + (down % 2) : Math.round(quarter);
  return Math.max(4, 4 * rounded);
}
