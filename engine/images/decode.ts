// Image files → pixels: PNG, JPEG, WebP and TIFF as 8-bit RGB. Small images are held in memory; large ones are
// decoded row by row into a scratch file, so that memory stays small whatever the size of the image.

import type { Metadata, Sharp } from 'sharp';
import { asError, EngineError } from '../protocol/errors.js';
import { unwritable } from '../files/unwritable.js';
import { cmykFileToRgb, cmykToRgb } from './cmyk.js';
import { loadCodec } from './codec.js';
import { isCutOff } from './completeness.js';
import { unreadable, type ImageHeader } from './imageHeader.js';
import { DEFAULT_MAX_PIXELS, refuseTooLarge } from './limits.js';
import { memorySource } from './memory.js';
import { isSideways, oriented } from './oriented.js';
import type { PixelSource } from './pixelSource.js';
import { readImageHeader } from './readHeader.js';
import {
  createScratchFile,
  DEFAULT_MEMORY_LIMIT_BYTES,
  scratchSource,
  type ScratchOptions,
} from './scratch.js';

/**
 * `managed`: as a person would see the image: upright by its EXIF tag, its colour profile converted to sRGB, CMYK
 * through a profile, transparency on white. `as-stored`: the numbers in the file as the reference (Pillow) takes
 * them: no profile, no EXIF orientation (except in TIFF), transparency dropped, CMYK by plain arithmetic.
 * Both keep the high byte of 16-bit samples. Pillow does so for colour, but clips 16-bit grey at 255, which leaves
 * a white picture; that is not copied.
 */
export type ColourHandling = 'managed' | 'as-stored';

export interface OpenOptions extends ScratchOptions {
  readonly colour: ColourHandling;
  /** Larger images are refused, before anything is decoded. */
  readonly maxPixels?: number | undefined;
}

export interface OpenedImage extends PixelSource {
  /** What a user should know about how the file was read: "it has 3 pages, of which the first is used". */
  readonly notices: readonly string[];
  /** Micrometres per pixel, where the file says it. */
  readonly mpp?: number | undefined;
}

export interface DescribedImage {
  /** As it is shown: turned by its orientation tag where `openImage` turns it. */
  readonly width: number;
  readonly height: number;
  readonly mpp?: number | undefined;
}

/** libvips writes this much before the raw pixels of its own format. */
const V_HEADER_BYTES = 64;

/** TIFF files above this may have strips that libtiff refuses unless told that memory is no concern. */
const LARGE_STRIP_BYTES = 32 * 1024 * 1024;

/**
 * Opens an image for reading, as RGB. Close it: a large image has a scratch file.
 *
 * @throws EngineError image-unreadable (missing, a folder, empty, not an image, too large, cut off, damaged, of an
 *   unsupported kind), output-unwritable (no room for the scratch file).
 */
export async function openImage(path: string, options: OpenOptions): Promise<OpenedImage> {
  return inspect(path, options, async ({ header, image, metadata, orientation, warnings }) => {
    convertToRgb(image, header, options.colour);
    const upright = oriented(await decode(image, header, options), orientation);
    const { mpp } = header;
    return {
      ...upright,
      mpp,
      notices: noticesOf(header, metadata, options.colour === 'managed' ? warnings : []),
    };
  });
}

/** What `openImage` would open, without decoding a pixel. Throws `image-unreadable` for what a header can tell. */
export function describeImage(path: string, options: OpenOptions): Promise<DescribedImage> {
  return inspect(path, options, ({ header: { width, height, mpp }, orientation }) =>
    Promise.resolve(isSideways(orientation) ? { width: height, height: width, mpp } : { width, height, mpp }),
  );
}

interface Inspected {
  readonly header: ImageHeader;
  readonly image: Sharp;
  readonly metadata: Metadata;
  /** EXIF orientation, where it counts. */
  readonly orientation: number | undefined;
  /** The decoder's, still growing while it decodes. */
  readonly warnings: readonly string[];
}

/** Reads header and metadata, and puts what goes wrong with the file into words. */
async function inspect<T>(
  path: string,
  options: OpenOptions,
  use: (inspected: Inspected) => Promise<T>,
): Promise<T> {
  const header = await readImageHeader(path);
  refuseTooLarge(path, header, options.maxPixels ?? DEFAULT_MAX_PIXELS);
  const codec = await loadCodec();
  try {
    const image = codec(path, {
      failOn: 'warning', // a file that decodes with errors has wrong pixels somewhere
      limitInputPixels: false, // done above, with a message that helps
      sequentialRead: true,
      ignoreIcc: options.colour === 'as-stored',
      unlimited: header.format === 'tiff' && header.fileBytes > LARGE_STRIP_BYTES,
    });
    const warnings: string[] = [];
    image.on('warning', (warning: string) => warnings.push(warning));
    const metadata = await image.metadata();
    if (metadata.width !== header.width || metadata.height !== header.height)
      throw unreadable(path, 'its header contradicts itself. It is damaged; copy or export it again.');
    // Pillow turns TIFF images, and no others.
    const turned = options.colour === 'managed' || header.format === 'tiff';
    const orientation = turned ? metadata.orientation : undefined;
    return await use({ header, image, metadata, orientation, warnings });
  } catch (error) {
    throw await decodingFailure(path, header, error);
  }
}

/** Sets up the conversion to 8-bit RGB; of CMYK as stored, only that its four inks are kept. */
function convertToRgb(image: Sharp, header: ImageHeader, colour: ColourHandling): void {
  // The high byte first: sharp would take 16-bit samples with a profile to Display P3 instead of sRGB.
  if (header.bitsPerSample === 16 && header.colour !== 'other') image.pipelineColourspace('srgb');
  if (colour === 'as-stored' || header.ignoredChannels > 0) image.removeAlpha();
  else image.flatten({ background: '#ffffff' });
  if (keepsInks(header, colour)) image.pipelineColourspace('cmyk').toColourspace('cmyk');
  else image.toColourspace('srgb');
}

function keepsInks(header: ImageHeader, colour: ColourHandling): boolean {
  return colour === 'as-stored' && header.colour === 'cmyk';
}

async function decode(image: Sharp, header: ImageHeader, options: OpenOptions): Promise<PixelSource> {
  const { width, height } = header;
  const raster = { width, height, channels: 3 } as const;
  const inks = keepsInks(header, options.colour);
  const channels = inks ? 4 : 3;
  const pixels = width * height;
  const bytes = pixels * channels;
  if (bytes <= (options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES)) {
    const decoded = await image.raw().toBuffer();
    requireBytes(decoded.length === bytes);
    const data = new Uint8Array(decoded.buffer, decoded.byteOffset, bytes);
    if (inks) cmykToRgb(data, data);
    return memorySource({ ...raster, data: data.subarray(0, 3 * pixels) });
  }
  const file = await createScratchFile(options.scratchDir, '.v');
  try {
    // libvips' own format is a short header and then raw pixels, and the only raw output it writes row by row.
    await image.toFile(file.path).catch((error: unknown) => {
      throw scratchFailure(file.path, error);
    });
    requireBytes((await file.handle.stat()).size >= V_HEADER_BYTES + bytes);
    await file.hide();
    if (inks) await cmykFileToRgb(file.handle, V_HEADER_BYTES, pixels);
    return scratchSource(raster, file, V_HEADER_BYTES);
  } catch (error) {
    await file.remove();
    throw error;
  }
}

function requireBytes(asExpected: boolean): void {
  if (!asExpected) throw new Error('the decoder gave another number of bytes than the image has');
}

/** libvips tells the reason only in words. */
function scratchFailure(scratchPath: string, error: unknown): Error {
  const { message } = asError(error);
  const code = message.includes('No space left') ? 'ENOSPC' : /quota/i.test(message) ? 'EDQUOT' : undefined;
  return code ? unwritable(scratchPath, Object.assign(new Error(message), { code })) : asError(error);
}

function noticesOf(header: ImageHeader, { pages }: Metadata, warnings: readonly string[]): string[] {
  const notices: string[] = [];
  if (pages !== undefined && pages > 1) notices.push(`The file has ${pages} pages; only the first is used.`);
  if (header.ignoredChannels > 0)
    notices.push(
      `The image has ${header.ignoredChannels} channel(s) besides its colours; they are left out.`,
    );
  const profile = warnings.find((warning) => /profile|iCCP/i.test(warning));
  if (profile) notices.push(`Its colour profile cannot be used (${profile}); colours are taken as sRGB.`);
  return notices;
}

async function decodingFailure(path: string, header: ImageHeader, error: unknown): Promise<EngineError> {
  if (error instanceof EngineError) return error;
  const lines = asError(error).message.split('\n').filter(Boolean);
  const detail = lines[0]?.startsWith('Warning treated as error')
    ? lines.at(-1)!
    : (lines[0] ?? 'no reason given');
  if (/out of memory/i.test(detail))
    return new EngineError('out-of-memory', `No memory to decode ${path}. Close other programs.`, {
      cause: error,
    });
  if (await isCutOff(path, header.format).catch(() => false))
    return unreadable(path, 'it is truncated: the file ends too early. Copy or download it again.', error);
  if (/not implemented|not supported|unsupported (?!marker)|not configured/i.test(detail))
    return unreadable(
      path,
      `it is a kind of ${header.format.toUpperCase()} that is not read (${detail}).`,
      error,
    );
  return unreadable(path, `it is damaged (${detail}). Copy or export it again.`, error);
}
