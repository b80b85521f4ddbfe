// Image reader: WebP.

import { pictureSize } from '../reading/pictureSize.js';
import type { ImageHeader } from './imageHeader.js';
import { libvipsReader } from './libvipsReader.js';

export const webp = libvipsReader({
  id: 'webp',
  title: 'WebP',
  endings: ['.webp'],
  decoder: 'VipsForeignLoadWebp',
  wholeKind: 'a WebP',
  unlimitedFromBytes: Infinity,
  isTurnedByPillow: false,
  recognises: (start) => /^RIFF....WEBP/s.test(start.toString('latin1', 0, 12)),
  header: async (bytesAt) => webpHeader(await bytesAt(0, 64)),
  async isCutOff(bytesAt, fileBytes) {
    return (await bytesAt(4, 4)).readUInt32LE(0) + 8 > fileBytes;
  },
});

/** The decoder holds the image as a whole. */
function webpHeader(start: Buffer): ImageHeader | undefined {
  const size = pictureSize(start);
  if (!size) return undefined;
  const { widthPx: width, heightPx: height } = size;
  return {
    width,
    height,
    bitsPerSample: 8,
    colour: 'rgb',
    ignoredChannels: 0,
    wholeImageBytes: width * height * 9, // measured: 8.4 bytes per pixel
  };
}
