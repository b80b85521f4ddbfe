// Small pictures of a result for an output, encoded in the largest size in which all of them fit.

import { loadCodec } from '../images/codec.js';
import type { OutputPicture } from '../protocol/outputs.js';
import type { Raster } from '../protocol/raster.js';

/** Longest side of a picture while the size of all is chosen. */
export const LARGEST_KEPT_PX = 1280;
/** Longest sides, the first that fits wins. */
const SIDES_PX = [320, 288, 256, 224, 192, 160, 128, 96, 64, 48] as const;
const QUALITY = 72;

export interface SmallPicture extends Pick<OutputPicture, 'id' | 'title' | 'role'> {
  readonly raster: Raster;
}

/**
 * Pictures as WebP files in base64, `mostLetters` of JSON together. Pictures that do not fit in the smallest size are left
 * out from the end.
 */
export async function smallPictures(
  pictures: readonly SmallPicture[],
  mostLetters: number,
): Promise<readonly OutputPicture[]> {
  let wanted = pictures;
  while (wanted.length > 0) {
    for (const sidePx of SIDES_PX) {
      const encoded = await Promise.all(wanted.map((picture) => encode(picture, sidePx)));
      if (JSON.stringify(encoded).length <= mostLetters) return encoded;
    }
    wanted = wanted.slice(0, -1);
  }
  return [];
}

async function encode({ id, title, role, raster }: SmallPicture, sidePx: number): Promise<OutputPicture> {
  const { data, width, height, channels } = raster;
  const scale = Math.min(1, sidePx / Math.max(width, height));
  const widthPx = Math.max(1, Math.round(width * scale));
  const heightPx = Math.max(1, Math.round(height * scale));
  const codec = await loadCodec();
  const file = await codec(data, { raw: { width, height, channels } })
    .resize(widthPx, heightPx, { fit: 'fill' })
    .webp({ quality: QUALITY, effort: 4 })
    .toBuffer();
  return { id, title, role, mime: 'image/webp', widthPx, heightPx, data: file.toString('base64') };
}
