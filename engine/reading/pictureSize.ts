// The size of a PNG, JPEG or WebP picture from the first bytes of its file, without an image library: enough to place
// it on screen, and to refuse a hostile size before anything is decoded.

import { open } from 'node:fs/promises';
import { READ_WITHOUT_WAITING } from '../files/fileBytes.js';
import { PICTURE_HEADER_BYTES } from './limits.js';

export interface PictureSize {
  readonly widthPx: number;
  readonly heightPx: number;
  /** The EXIF tag turns or mirrors it; the sizes are those before. */
  readonly turned: boolean;
}

const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** Undefined for what is neither PNG, JPEG nor WebP. Rejects when the file cannot be read. */
export async function readPictureSize(file: string): Promise<PictureSize | undefined> {
  const handle = await open(file, READ_WITHOUT_WAITING);
  try {
    if (!(await handle.stat()).isFile()) return undefined;
    const buffer = Buffer.alloc(PICTURE_HEADER_BYTES);
    const { bytesRead } = await handle.read(buffer, 0, PICTURE_HEADER_BYTES, 0);
    return pictureSize(buffer.subarray(0, bytesRead));
  } finally {
    await handle.close();
  }
}

/** The same from the beginning of a file. */
export function pictureSize(header: Uint8Array): PictureSize | undefined {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  try {
    if (PNG_SIGNATURE.every((byte, i) => header[i] === byte))
      return sized(view.getUint32(16), view.getUint32(20));
    if (view.getUint16(0) === 0xffd8) return jpegSize(view);
    if (fourCharacters(view, 0) === 'RIFF' && fourCharacters(view, 8) === 'WEBP') return webpSize(view);
  } catch (thrown) {
    if (!(thrown instanceof RangeError)) throw thrown; // it ends before its size
  }
  return undefined;
}

/** Walks from segment to segment until the frame header, SOF0 … SOF15 without DHT, JPG and DAC. */
function jpegSize(view: DataView): PictureSize | undefined {
  let turned = false;
  for (let at = 2; view.getUint8(at) === 0xff;) {
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) {
      at++; // padding
      continue;
    }
    if (marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return sized(view.getUint16(at + 7), view.getUint16(at + 5), turned);
    const length = view.getUint16(at + 2);
    if (marker === 0xe1 && fourCharacters(view, at + 4) === 'Exif')
      turned = exifOrientation(view, at + 10) > 1;
    at += 2 + length;
  }
  return undefined;
}

/** Tag 0x0112 of the first directory of a TIFF structure; 1, upright, if there is none. */
function exifOrientation(view: DataView, tiff: number): number {
  const little = view.getUint16(tiff) === 0x4949;
  const directory = tiff + view.getUint32(tiff + 4, little);
  const entries = view.getUint16(directory, little);
  for (let i = 0; i < entries; i++) {
    const entry = directory + 2 + 12 * i;
    if (view.getUint16(entry, little) === 0x0112) return view.getUint16(entry + 8, little);
  }
  return 1;
}

/** Lossy, lossless or extended. */
function webpSize(view: DataView): PictureSize | undefined {
  switch (fourCharacters(view, 12)) {
    case 'VP8 ':
      return sized(view.getUint16(26, true) & 0x3fff, view.getUint16(28, true) & 0x3fff);
    case 'VP8L': {
      const bits = view.getUint32(21, true);
      return sized((bits & 0x3fff) + 1, ((bits >>> 14) & 0x3fff) + 1);
    }
    case 'VP8X': {
      const hasExif = (view.getUint8(20) & 0x08) !== 0; // it lies at the end of the file: not looked for
      return sized(unsigned24(view, 24) + 1, unsigned24(view, 27) + 1, hasExif);
    }
    default:
      return undefined;
  }
}

function sized(widthPx: number, heightPx: number, turned = false): PictureSize | undefined {
  return widthPx > 0 && heightPx > 0 ? { widthPx, heightPx, turned } : undefined;
}

function unsigned24(view: DataView, at: number): number {
  return view.getUint16(at, true) + view.getUint8(at + 2) * 65536;
}

function fourCharacters(view: DataView, at: number): string {
  return String.fromCharCode(...[0, 1, 2, 3].map((i) => view.getUint8(at + i)));
}
