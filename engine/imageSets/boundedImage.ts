// An image of any size in memory, made small enough on reading; and its thumbnail.

import { loadCodec } from '../images/codec.js';
import { readSmall } from '../pictures/readSmall.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';

/** Longest side from which an image is halved. */
const LARGEST_PX = 1024;
const THUMBNAIL_PX = 112;

/** Squares side by side from which an image counts as a training row; no camera makes such a shape. */
const LEAST_SQUARES = 3;

export interface BoundedImage {
  readonly raster: Raster;
  /** Size of the file's image. */
  readonly widthPx: number;
  readonly heightPx: number;
  /** True for a training row, a file of square panels side by side: the raster is its first one. */
  readonly isRow: boolean;
}

/** @throws EngineError `image-unreadable`, `cancelled` */
export async function readBounded(path: string, control: Control): Promise<BoundedImage> {
  // The side of its squares counts for a row.
  const lengthPx = (size: Size) => (isRowOf(size) ? size.height : Math.max(size.width, size.height));
  const { raster, widthPx, heightPx } = await readSmall(
    path,
    LARGEST_PX,
    { colour: 'managed', lengthPx },
    control,
  );
  const isRow = isRowOf({ width: widthPx, height: heightPx });
  return { raster: isRow ? firstSquare(raster) : raster, widthPx, heightPx, isRow };
}

type Size = Pick<Raster, 'width' | 'height'>;

function isRowOf({ width, height }: Size): boolean {
  return width % height === 0 && width >= LEAST_SQUARES * height;
}

function firstSquare({ width, height, channels, data }: Raster): Raster {
  const square = new Uint8Array(height * height * channels);
  for (let y = 0; y < height; y++) {
    const from = y * width * channels;
    square.set(data.subarray(from, from + height * channels), y * height * channels);
  }
  return { width: height, height, channels, data: square };
}

/** Sentence about training rows, if there are some. */
export function rowsNote(rows: number): readonly string[] {
  if (rows === 0) return [];
  const which = rows === 1 ? 'One image is a training row' : `${rows} images are training rows`;
  return [`${which}; of these only the first panel is taken.`];
}

/** A WebP file. */
export async function thumbnailOf({ data, width, height, channels }: Raster): Promise<Uint8Array> {
  const codec = await loadCodec();
  const bytes = await codec(data, { raw: { width, height, channels } })
    .resize(THUMBNAIL_PX, THUMBNAIL_PX, { fit: 'inside', withoutEnlargement: true })
    .webp({ quality: 70 })
    .toBuffer();
  return Uint8Array.from(bytes);
}
