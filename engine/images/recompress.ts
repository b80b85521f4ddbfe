// A picture once through JPEG and back, for training on what compression does to images.

import type { Raster } from '../protocol/raster.js';
import { allowDecoder, loadCodec } from './codec.js';

allowDecoder('VipsForeignLoadJpeg');

/** @param quality 1 … 100, of libjpeg; colours at half resolution as cameras and scanners store them */
export async function recompressed(image: Raster, quality: number): Promise<Raster> {
  const codec = await loadCodec();
  const { width, height, channels } = image;
  const jpeg = await codec(image.data, { raw: { width, height, channels } })
    .jpeg({ quality, chromaSubsampling: '4:2:0' })
    .toBuffer();
  const decoded = await codec(jpeg)
    .toColourspace(channels === 3 ? 'srgb' : 'b-w')
    .raw()
    .toBuffer();
  return { ...image, data: new Uint8Array(decoded.buffer, decoded.byteOffset, image.data.length) };
}
