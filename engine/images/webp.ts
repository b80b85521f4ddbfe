// Image reader: WebP.

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

/** A simple lossy (VP8), lossless (VP8L) or extended (VP8X) file. The decoder holds the image as a whole. */
function webpHeader(start: Buffer): ImageHeader | undefined {
  const size = start.length < 30 ? undefined : webpSize(start);
  if (!size) return undefined;
  const [width, height] = size;
  return {
    width,
    height,
    bitsPerSample: 8,
    colour: 'rgb',
    ignoredChannels: 0,
    wholeImageBytes: width * height * 9, // measured: 8.4 bytes per pixel
  };
}

function webpSize(start: Buffer): readonly [width: number, height: number] | undefined {
  switch (start.toString('latin1', 12, 16)) {
    case 'VP8 ':
      return [start.readUInt16LE(26) & 0x3fff, start.readUInt16LE(28) & 0x3fff];
    case 'VP8L': {
      const bits = start.readUInt32LE(21);
      return [1 + (bits & 0x3fff), 1 + ((bits >>> 14) & 0x3fff)];
    }
    case 'VP8X':
      return [1 + start.readUIntLE(24, 3), 1 + start.readUIntLE(27, 3)];
    default:
      return undefined;
  }
}
