// Small pictures as the bytes of files, and as data URIs: a report is one file, so here, and only here, pixels are base64.

import { loadCodec } from '../images/codec.js';
import type { Raster } from '../protocol/raster.js';

export interface EmbeddedPicture {
  readonly mime: 'image/jpeg' | 'image/png';
  readonly bytes: Uint8Array;
}

/** JPEG file of a picture, no side longer than `sidePx`. */
export async function jpegOf(picture: Raster, sidePx: number): Promise<EmbeddedPicture> {
  const { data, width, height, channels } = picture;
  const codec = await loadCodec();
  const bytes = await codec(data, { raw: { width, height, channels } })
    .resize(sidePx, sidePx, { fit: 'inside', withoutEnlargement: true })
    .jpeg({ quality: 88, chromaSubsampling: '4:4:4' })
    .toBuffer();
  return { mime: 'image/jpeg', bytes: new Uint8Array(bytes) };
}

/** PNG file of a drawing in few colours, pixel by pixel. */
export async function pngOf({ data, width, height, channels }: Raster): Promise<EmbeddedPicture> {
  const codec = await loadCodec();
  const bytes = await codec(data, { raw: { width, height, channels } })
    .png({ compressionLevel: 9 })
    .toBuffer();
  return { mime: 'image/png', bytes: new Uint8Array(bytes) };
}

export function dataUri({ mime, bytes }: EmbeddedPicture): string {
  return `data:${mime};base64,${Buffer.from(bytes).toString('base64')}`;
}
