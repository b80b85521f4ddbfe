// A tidy copy of a JPEG for the decoder: markers that libjpeg warns about although every pixel is right (a JFIF version
// or an Adobe transform that it does not know, padding between segments) are mended or left out.

import type { FileCopy, FilePart } from './fileCopy.js';
import type { ReadBytes } from './imageFile.js';
import { MOST_PADDING, nextMarker } from './jpegHeader.js';

const MOST_SEGMENTS = 4096;
const SOI = Uint8Array.of(0xff, 0xd8);

/** undefined where the file has no segments up to its picture data. */
export async function tidyJpeg(bytesAt: ReadBytes, fileBytes: number): Promise<FileCopy | undefined> {
  const parts: FilePart[] = [SOI];
  let at = 2;
  for (let segment = 0; segment < MOST_SEGMENTS; segment++) {
    const near = await bytesAt(at, MOST_PADDING);
    const skipped = nextMarker(near);
    if (skipped === undefined || skipped + 4 > near.length) return undefined;
    at += skipped;
    const marker = near[skipped + 1]!;
    if (marker === 0xda) return [...parts, { offset: at, length: fileBytes - at }];
    const length = 2 + near.readUInt16BE(skipped + 2);
    if (at + length > fileBytes) return undefined;
    if (marker === 0xe0 || marker === 0xee) parts.push(mended(await bytesAt(at, length)));
    else parts.push({ offset: at, length });
    at += length;
  }
  return undefined;
}

function mended(segment: Buffer): Buffer {
  const name = segment.toString('latin1', 4, 9);
  if (name === 'JFIF\0' && segment.length > 10) segment.set([1, Math.min(2, segment[10]!)], 9);
  // Any transform but 0 (RGB, CMYK) is taken as YCbCr, with and without the warning.
  if (name === 'Adobe' && segment.length > 15 && segment[15]! > 2) segment[15] = 1;
  return segment;
}
