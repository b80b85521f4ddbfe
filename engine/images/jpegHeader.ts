// The frame header of a JPEG file: its segments are skipped up to the first SOF marker (ITU-T T.81, annex B).

import { unreadable, type ReadBytes } from './imageFile.js';
import type { ImageHeader } from './imageHeader.js';

/** More segments than any real file has before its frame; a file of nothing but tiny segments ends here. */
const MOST_SEGMENTS = 4096;
/** Padding between two segments, in which the next marker is looked for. */
export const MOST_PADDING = 4096;

export async function jpegHeader(bytesAt: ReadBytes, path: string): Promise<ImageHeader | undefined> {
  let offset = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const head = await bytesAt(offset, 32);
    if (head.length < 4) return undefined;
    if (head[0] !== 0xff) {
      const padding = nextMarker(await bytesAt(offset, MOST_PADDING));
      if (padding === undefined) return undefined;
      offset += padding;
      continue;
    }
    const marker = head[1]!;
    if (marker === 0xff)
      offset += 1; // fill byte
    else if (isFrame(marker)) return frameHeader(path, marker, head);
    else if (marker === 0xd9 || marker === 0xda)
      return undefined; // picture data before any frame header
    else if (marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8))
      offset += 2; // no content
    else offset += 2 + head.readUInt16BE(2);
  }
  return undefined;
}

/** Place of the next segment's marker; undefined where there is none. */
export function nextMarker(bytes: Buffer): number | undefined {
  for (let i = 0; i + 1 < bytes.length; i++)
    if (bytes[i] === 0xff && bytes[i + 1]! >= 0xc0 && bytes[i + 1] !== 0xff) return i;
  return undefined;
}

/** SOF0 … SOF15 without DHT (C4), JPG (C8) and DAC (CC). */
function isFrame(marker: number): boolean {
  return marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
}

function frameHeader(path: string, marker: number, head: Buffer): ImageHeader | undefined {
  const [bits, height, width, components] = [head[4], head.readUInt16BE(5), head.readUInt16BE(7), head[9]];
  if (bits !== 8)
    throw unreadable(
      path,
      `it is a JPEG of ${bits} bits; 8 are read. Save it as a 16-bit TIFF or PNG instead.`,
    );
  if (components !== 1 && components !== 3 && components !== 4) return undefined;
  return {
    width,
    height,
    bitsPerSample: 8,
    colour: components === 1 ? 'grey' : components === 3 ? 'rgb' : 'cmyk',
    ignoredChannels: 0,
    // Progressive files bring every coefficient (16 bits) in several passes, so all of them are held.
    wholeImageBytes: marker % 4 === 2 ? 2 * samplesPerPixel(head, components) * width * height : 0,
  };
}

/** 1.5 for the usual 4:2:0: each component is sampled h × v times per block of the largest h × v. */
function samplesPerPixel(head: Buffer, components: number): number {
  const factors = Array.from({ length: components }, (_, i) => head[11 + 3 * i] ?? 0x11);
  const across = factors.map((factor) => factor >> 4);
  const down = factors.map((factor) => factor & 15);
  const full = Math.max(1, ...across) * Math.max(1, ...down);
  return factors.reduce((sum, _, i) => sum + (across[i]! * down[i]!) / full, 0);
}
