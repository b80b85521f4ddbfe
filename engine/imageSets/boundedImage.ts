// An image of any size in memory, made small enough on reading; and its thumbnail.

import { loadCodec } from '../images/codec.js';
import { openImage } from '../images/decode.js';
import { wholeAtLevel } from '../pictures/halve.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';

/** Longest side from which an image is halved. */
const LARGEST_PX = 1024;
const THUMBNAIL_PX = 112;

export interface BoundedImage {
  readonly raster: Raster;
  /** Size of the file's image. */
  readonly widthPx: number;
  readonly heightPx: number;
}

/** @throws EngineError `image-unreadable`, `cancelled` */
export async function readBounded(path: string, control: Control): Promise<BoundedImage> {
  const source = await openImage(path, { colour: 'managed' });
  try {
    const { width, height } = source;
    const level = Math.max(0, Math.ceil(Math.log2(Math.max(width, height) / LARGEST_PX)));
    const raster = await wholeAtLevel(source, level, control);
    return { raster, widthPx: width, heightPx: height };
  } finally {
    await source.close();
  }
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
