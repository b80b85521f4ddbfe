// Colours of JPEG tiles in a TIFF: the tiles' own markers are believed before the tag, since exports of slide software
// (Bio-Formats, QuPath) write RGB into the tag of YCbCr tiles.

import type { ReadBytes } from './imageFile.js';
import { tileColours } from './tileColours.js';
import type { TiffContent } from './tiffCopy.js';
import { PHOTOMETRIC, TAG, type TiffFields } from './tiffTags.js';

/** Bytes of a tile in which its frame header is looked for. */
const HEADER_BYTES = 64 * 1024;
const RGB_IDS = 'RGB';
const JFIF = 'JFIF\0';
const ADOBE = 'Adobe';

interface JpegMarkers {
  readonly isJfif: boolean;
  /** Adobe's transform: 0 is RGB, 1 is YCbCr. */
  readonly transform?: number | undefined;
  readonly ids: string;
  /** Samples across × down of the first component, relative to the second. */
  readonly sampling: readonly [across: number, down: number];
}

/** Tags that have to change for the decoder to take the colours right; undefined where they are right. */
export async function jpegColours(
  bytesAt: ReadBytes,
  content: TiffContent,
  photometric: number,
): Promise<TiffFields | undefined> {
  const { fields, blocks } = content;
  const block = blocks.find(({ length }) => length > 0);
  if (!block) return undefined;
  const markers = jpegMarkers(await bytesAt(block.offset, Math.min(block.length, HEADER_BYTES)));
  if (!markers) return undefined;
  const tables = jpegMarkers(Buffer.from(fields.get(TAG.jpegTables) ?? []), true);
  const meaning = colourMeaning({
    ...markers,
    isJfif: markers.isJfif || tables?.isJfif === true,
    transform: markers.transform ?? tables?.transform,
  });
  const believed = meaning ?? (await tileColours(bytesAt, content, photometric));
  if (believed === photometric) return undefined;
  const subsampling = believed === PHOTOMETRIC.ycbcr ? markers.sampling : [];
  return new Map<number, readonly number[]>([
    [TAG.photometric, [believed]],
    [TAG.ycbcrSubsampling, subsampling],
  ]);
}

/** As decoders of JPEG files take it; undefined where the markers say nothing and the tag has to be believed. */
function colourMeaning({ isJfif, transform, ids, sampling }: JpegMarkers): number | undefined {
  if (isJfif) return PHOTOMETRIC.ycbcr;
  if (transform === 0) return PHOTOMETRIC.rgb;
  if (transform === 1) return PHOTOMETRIC.ycbcr;
  if (ids === RGB_IDS) return PHOTOMETRIC.rgb;
  return sampling[0] > 1 || sampling[1] > 1 ? PHOTOMETRIC.ycbcr : undefined;
}

/** Markers up to the frame header, or of mere tables; undefined where there is no frame of three components. */
function jpegMarkers(bytes: Buffer, isTables = false): JpegMarkers | undefined {
  let isJfif = false;
  let transform: number | undefined;
  for (let at = 2; at + 4 <= bytes.length;) {
    if (bytes[at] !== 0xff) break;
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const length = bytes.readUInt16BE(at + 2);
    const content = bytes.subarray(at + 4, at + 2 + length);
    if (marker === 0xe0 && content.toString('latin1', 0, 5) === JFIF) isJfif = true;
    if (marker === 0xee && content.toString('latin1', 0, 5) === ADOBE) transform = content[11];
    if (marker === 0xda || marker === 0xd9) break;
    if (marker >= 0xc0 && marker <= 0xc2) {
      if (content.length < 15 || content[5] !== 3) return undefined;
      const factors = [content[7]!, content[10]!];
      return {
        isJfif,
        transform,
        ids: String.fromCharCode(content[6]!, content[9]!, content[12]!),
        sampling: [ratio(factors[0]! >> 4, factors[1]! >> 4), ratio(factors[0]! & 15, factors[1]! & 15)],
      };
    }
    at += 2 + length;
  }
  return isTables ? { isJfif, transform, ids: '', sampling: [1, 1] } : undefined;
}

function ratio(first: number, second: number): number {
  return second > 0 ? Math.max(1, Math.floor(first / second)) : 1;
}
