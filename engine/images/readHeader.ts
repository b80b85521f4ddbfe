// Reads what an image file says of itself: format, size, and how costly decoding would be. Done in our own few
// lines, so that a hostile size is refused before a decoder allocates anything for it.

import { open, stat, type FileHandle } from 'node:fs/promises';
import { crc32 } from 'node:zlib';
import { asError, EngineError } from '../protocol/errors.js';
import { pictureSize } from '../reading/pictureSize.js';
import { unreadable, type ImageHeader, type ReadBytes } from './imageHeader.js';
import { jpegHeader } from './jpegHeader.js';
import { pngMpp, tiffMpp } from './pixelSize.js';
import { tiffHeader } from './tiffHeader.js';

const EXPECTED = 'Expected a PNG, JPEG, WebP or TIFF image.';

/** The header of the image file. @throws EngineError image-unreadable when there is none that can be used. */
export async function readImageHeader(path: string): Promise<ImageHeader & { readonly fileBytes: number }> {
  const handle = await openFile(path);
  try {
    const fileBytes = (await handle.stat()).size;
    if (fileBytes === 0) throw unreadable(path, `the file is empty. ${EXPECTED}`);
    const header = await parseHeader(path, byteReader(handle));
    if (!(header.width > 0 && header.height > 0))
      throw unreadable(
        path,
        `its header gives a size of ${header.width} × ${header.height} pixels; it is damaged.`,
      );
    return { ...header, fileBytes };
  } catch (error) {
    if (error instanceof EngineError) throw error;
    throw unreadable(path, `${asError(error).message}.`, error);
  } finally {
    await handle.close();
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    // Looked at first: opening a pipe or a device could wait forever.
    const found = await stat(path);
    if (found.isDirectory())
      throw unreadable(path, 'it is a folder. Expected an image file; name the files in it.');
    if (!found.isFile()) throw unreadable(path, 'it is not a regular file. Expected an image file.');
    return await open(path, 'r');
  } catch (error) {
    if (error instanceof EngineError) throw error;
    const { code, message } = asError(error) as NodeJS.ErrnoException;
    if (code === 'ENOENT') throw unreadable(path, 'there is no such file. Check the name.', error);
    if (code === 'ENOTDIR')
      throw unreadable(path, 'a part of its path is a file, not a folder. Check the path.', error);
    if (code === 'EACCES' || code === 'EPERM')
      throw unreadable(path, 'permission denied. Ask for the right to read it, or copy it.', error);
    throw unreadable(path, `${message}.`, error);
  }
}

export function byteReader(handle: FileHandle): ReadBytes {
  return async (offset, length) => {
    if (!Number.isSafeInteger(offset)) return Buffer.alloc(0); // a hostile 64-bit offset
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(length), 0, length, offset);
    return buffer.subarray(0, bytesRead);
  };
}

async function parseHeader(path: string, bytesAt: ReadBytes): Promise<ImageHeader> {
  const start = await bytesAt(0, 64);
  const text = start.toString('latin1');
  let header: ImageHeader | undefined;
  if (text.startsWith('\x89PNG\r\n\x1a\n')) header = await withMpp(pngHeader(start), () => pngMpp(bytesAt));
  else if (text.startsWith('\xff\xd8\xff')) header = await jpegHeader(path, bytesAt);
  else if (text.startsWith('RIFF') && text.slice(8, 12) === 'WEBP') header = webpHeader(start);
  else if (/^(II[*+]\0|MM\0[*+])/.test(text))
    header = await withMpp(await tiffHeader(path, bytesAt), () => tiffMpp(bytesAt));
  else throw unreadable(path, `${whatItIs(text)}. ${EXPECTED}`);
  if (!header) throw unreadable(path, 'its header is damaged or cut off. Copy or export the file again.');
  return header;
}

async function withMpp(
  header: ImageHeader | undefined,
  read: () => Promise<number | undefined>,
): Promise<ImageHeader | undefined> {
  return header && { ...header, mpp: await read() };
}

function whatItIs(text: string): string {
  if (text.startsWith('GIF8')) return 'it is a GIF, a format that is not read';
  if (text.startsWith('BM')) return 'it is a Windows bitmap, a format that is not read';
  if (text.startsWith('%PDF')) return 'it is a PDF document';
  if (/^....ftyp/s.test(text)) return 'it is a HEIC, AVIF or video file, a format that is not read';
  if (/^....jP {2}/s.test(text)) return 'it is a JPEG 2000 image, a format that is not read';
  if (/^\s*<(svg|\?xml|!doctype|html)/i.test(text)) return 'it is a text file (XML or HTML), not an image';
  if (/^[\t\r\n\x20-\x7e]+$/.test(text)) return 'it is a text file, not an image, whatever its name says';
  return 'it is not an image, whatever its name says';
}

/** PNG: the first chunk is IHDR. Adam7-interlaced images have to be decoded as a whole. */
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
    format: 'png',
    width,
    height,
    bitsPerSample: bits,
    colour: type === 0 || type === 4 ? 'grey' : 'rgb',
    ignoredChannels: 0,
    wholeImageBytes: start[28] === 0 ? 0 : width * height * (type === 3 ? 4 : samples) * Math.ceil(bits / 8),
  };
}

/** WebP: a simple lossy (VP8), lossless (VP8L) or extended (VP8X) file. The decoder holds the image as a whole. */
function webpHeader(start: Buffer): ImageHeader | undefined {
  const size = pictureSize(start);
  if (!size) return undefined;
  return {
    format: 'webp',
    width: size.widthPx,
    height: size.heightPx,
    bitsPerSample: 8,
    colour: 'rgb',
    ignoredChannels: 0,
    wholeImageBytes: size.widthPx * size.heightPx * 9, // measured: 8.4 bytes per pixel
  };
}
