// Image readers on libvips: each kind says how its headers are read, and decoding is the same for all. Small images
// are held in memory; large ones are decoded row by row into a scratch file, so that memory stays small.

import type { Metadata, Sharp } from 'sharp';
import { unwritable } from '../files/unwritable.js';
import { asError, EngineError } from '../protocol/errors.js';
import { cmykFileToRgb, cmykToRgb } from './cmyk.js';
import { allowDecoder, loadCodec, type Decoder } from './codec.js';
import { unreadable, withImageFile, type ReadBytes } from './imageFile.js';
import type { ImageHeader } from './imageHeader.js';
import type { ColourHandling, ImageReader, OpenOptions } from './imageReaders.js';
import { DEFAULT_MAX_PIXELS, refuseTooLarge } from './limits.js';
import { memorySource } from './memory.js';
import { isSideways, oriented } from './oriented.js';
import type { PixelSource } from './pixelSource.js';
import { createScratchFile, DEFAULT_MEMORY_LIMIT_BYTES, scratchSource } from './scratch.js';

/** A kind of files: what differs from kind to kind. */
export interface LibvipsKind extends Pick<ImageReader, 'id' | 'title' | 'endings' | 'recognises'> {
  readonly decoder: Decoder;
  /** Files of this kind that can only be decoded all at once: "an interlaced PNG". */
  readonly wholeKind: string;
  /** Files larger than this are decoded without the decoder's own limits on memory. */
  readonly unlimitedFromBytes: number;
  /** True when Pillow turns such images by their orientation tag. */
  readonly isTurnedByPillow: boolean;
  /** undefined if the header is damaged or cut off. Throws `image-unreadable` for unsupported formats. */
  header(bytesAt: ReadBytes, path: string): Promise<ImageHeader | undefined>;
  /** True if the file lacks its last part; called only for files that failed to decode. */
  isCutOff(bytesAt: ReadBytes, fileBytes: number): Promise<boolean>;
}

export function libvipsReader(kind: LibvipsKind): ImageReader {
  allowDecoder(kind.decoder);
  const { id, title, endings, recognises } = kind;
  return {
    id,
    title,
    endings,
    recognises,
    describe: (path, options) =>
      inspect(kind, path, options, ({ header: { width, height, mpp }, orientation }) =>
        Promise.resolve(
          isSideways(orientation) ? { width: height, height: width, mpp } : { width, height, mpp },
        ),
      ),
    open: (path, options) =>
      inspect(kind, path, options, async ({ header, image, metadata, orientation, warnings }) => {
        convertToRgb(image, header, options.colour);
        const upright = oriented(await decode(image, header, options), orientation);
        const notices = noticesOf(header, metadata, options.colour === 'managed' ? warnings : []);
        return { ...upright, mpp: header.mpp, notices };
      }),
  };
}

/** libvips writes this much before the raw pixels of its own format. */
const V_HEADER_BYTES = 64;

interface Inspected {
  readonly header: ImageHeader;
  readonly image: Sharp;
  readonly metadata: Metadata;
  /** EXIF orientation, unless it is ignored. */
  readonly orientation: number | undefined;
  /** Warnings of the decoder; the list grows while it decodes. */
  readonly warnings: readonly string[];
}

/** Reads header and metadata. Errors name the problem of the file. */
async function inspect<T>(
  kind: LibvipsKind,
  path: string,
  options: OpenOptions,
  use: (inspected: Inspected) => Promise<T>,
): Promise<T> {
  const { header, fileBytes } = await readHeader(kind, path);
  refuseTooLarge(path, header, kind.wholeKind, options.maxPixels ?? DEFAULT_MAX_PIXELS);
  const codec = await loadCodec();
  try {
    const image = codec(path, {
      failOn: 'warning', // a file that decodes with errors has wrong pixels somewhere
      limitInputPixels: false, // done above, with a message that helps
      sequentialRead: true,
      ignoreIcc: options.colour === 'as-stored',
      unlimited: fileBytes > kind.unlimitedFromBytes,
    });
    const warnings: string[] = [];
    image.on('warning', (warning: string) => warnings.push(warning));
    const metadata = await image.metadata();
    if (metadata.width !== header.width || metadata.height !== header.height)
      throw unreadable(path, 'its header contradicts itself. It is damaged; copy or export it again.');
    const turned = options.colour === 'managed' || kind.isTurnedByPillow;
    const orientation = turned ? metadata.orientation : undefined;
    return await use({ header, image, metadata, orientation, warnings });
  } catch (error) {
    throw await decodingFailure(kind, path, error);
  }
}

function readHeader(
  kind: LibvipsKind,
  path: string,
): Promise<{ readonly header: ImageHeader; readonly fileBytes: number }> {
  return withImageFile(path, async (bytesAt, fileBytes) => {
    const header = await kind.header(bytesAt, path);
    if (!header) throw unreadable(path, 'its header is damaged or cut off. Copy or export the file again.');
    if (header.width > 0 && header.height > 0) return { header, fileBytes };
    throw unreadable(
      path,
      `its header gives a size of ${header.width} × ${header.height} pixels; it is damaged.`,
    );
  });
}

/** Sets up the conversion to 8-bit RGB; of CMYK as stored, only that its four inks are kept. */
function convertToRgb(image: Sharp, header: ImageHeader, colour: ColourHandling): void {
  // High byte first: sharp would take 16-bit samples with a profile to Display P3 instead of sRGB.
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

/** libvips gives the reason only in words. */
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

async function decodingFailure(kind: LibvipsKind, path: string, error: unknown): Promise<EngineError> {
  if (error instanceof EngineError) return error;
  const lines = asError(error).message.split('\n').filter(Boolean);
  const detail = lines[0]?.startsWith('Warning treated as error')
    ? lines.at(-1)!
    : (lines[0] ?? 'no reason given');
  if (/out of memory/i.test(detail))
    return new EngineError('out-of-memory', `No memory to decode ${path}. Close other programs.`, {
      cause: error,
    });
  if (await withImageFile(path, (bytesAt, fileBytes) => kind.isCutOff(bytesAt, fileBytes)).catch(() => false))
    return unreadable(path, 'it is truncated: the file ends too early. Copy or download it again.', error);
  if (/not implemented|not supported|unsupported (?!marker)|not configured/i.test(detail))
    return unreadable(path, `it is a kind of ${kind.title} that is not read (${detail}).`, error);
  return unreadable(path, `it is damaged (${detail}). Copy or export it again.`, error);
}
