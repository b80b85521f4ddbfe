// Image reader: PNG.

import { crc32 } from 'node:zlib';
import type { ImageHeader } from './imageHeader.js';
import { libvipsReader } from './libvipsReader.js';
import { pngMpp } from './pixelSize.js';

/** Chunks that are followed in a file; no real one has more. */
const MOST_CHUNKS = 1 << 20;

export const png = libvipsReader({
  id: 'png',
  title: 'PNG',
  endings: ['.png'],
  decoder: 'VipsForeignLoadPng',
  wholeKind: 'an interlaced PNG',
  unlimitedFromBytes: Infinity,
  isTurnedByPillow: false,
  recognises: (start) => start.toString('latin1', 0, 8) === '\x89PNG\r\n\x1a\n',
  async header(bytesAt) {
    const header = pngHeader(await bytesAt(0, 33));
    return header && { ...header, mpp: await pngMpp(bytesAt) };
  },
  /** Follows chunk after chunk up to IEND. */
  async isCutOff(bytesAt, fileBytes) {
    let offset = 8;
    for (let chunk = 0; chunk < MOST_CHUNKS; chunk++) {
      const head = await bytesAt(offset, 8);
      if (head.length < 8) return true;
      offset += 12 + head.readUInt32BE(0);
      if (offset > fileBytes) return true;
      if (head.toString('latin1', 4) === 'IEND') return false;
    }
    return false;
  },
});

/** The first chunk is IHDR. Adam7-interlaced images have to be decoded as a whole. */
function pngHeader(start: Buffer): ImageHeader | undefined {
  if (start.length < 33 || start.toString('latin1', 12, 16) !== 'IHDR') return undefined;
  if (crc32(start.subarray(12, 29)) !== start.readUInt32BE(29)) return undefined;
  const [width, height, bits, type] = [
    start.readUInt32BE(16),
    start.readUInt32BE(20),
    start[24]!,
    start[25]!,
  ];
  const samples = [1, 0, 3, 1, 2, 0, 4][type] ?? 0;
  if (samples === 0) return undefined;
  return {
    width,
    height,
    bitsPerSample: bits,
    colour: type === 0 || type === 4 ? 'grey' : 'rgb',
    ignoredChannels: 0,
    wholeImageBytes: start[28] === 0 ? 0 : width * height * (type === 3 ? 4 : samples) * Math.ceil(bits / 8),
  };
}
