// Image readers on libvips: each kind says how its headers are read, and decoding is the same for x in memory; large ones are decoded row by row into a scratch file, so that memory stays small.

import type { Metadata } from 'sharp';
import { asError, EngineError } from '../protocol/errors.js';
import { allowDecoder, type Decoder } from './codec.js';
import { withCopies, type FileCopy } from './fileCopy.js';
import { unreadable, withImageFile, type ReadBytes } from './imageFile.js';
import type { ImageHeader } from './imageHeader.js';
import type { ImageReader, OpenOptions } from './imageReaders.js';
import { decodePixels, openDecoder, type Decoding } from './libvipsDecoder.js';
import { DEFAULT_MAX_PIXELS, refuseTooLarge } from './limits.js';
import { isSideways, oriented } from './oriented.js';

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
  header(bytesAt: ReadBytes, path: string, fileBytes: number): Promise<ImageHeader | undefined>;
  /** Copy without harmless faults, tried if the file fails to decode; undefined if none can be made. */
  tidied?(bytesAt: ReadBytes, fileBytes: number, path: string): Promise<FileCopy | undefined>;
  /** True if the file lacks its last part; called only for files that failed to decode. */
  isCutOff(bytesAt: ReadBytes, fileBytes: number): Promise<boolean>;
}

export function libvipsReader(kind: LibvipsKind): ImageReader {
  allowDecoder(kind.decoder);
  const { id, title, endings, recognises } = kind;
  const turnsBy = (orientation: number | undefined, { colour }: OpenOptions) =>
    colour === 'managed' || kind.isTurnedByPillow ? orientation : undefined;
  return {
    id,
    title,
    endings,
    recognises,
    async describe(path, options) {
      const { header, fileBytes } = await readHeader(kind, path);
      refuseTooLarge(path, header, kind.wholeKind, options.maxPixels ?? DEFAULT_MAX_PIXELS);
      const { width, height, mpp } = header;
      const described = (orientation: number | undefined) =>
        isSideways(turnsBy(orientation, options))
          ? { width: height, height: width, mpp }
          : { width, height, mpp };
      if (header.copies) return described(header.orientation);
      return withDecoder(kind, path, { header, fileBytes }, options, ({ metadata }) =>
        Promise.resolve(described(metadata.orientation)),
      );
    },
    async open(path, options) {
      const { header, fileBytes } = await readHeader(kind, path);
      refuseTooLarge(path, header, kind.wholeKind, options.maxPixels ?? DEFAULT_MAX_PIXELS);
      return withDecoder(kind, path, { header, fileBytes }, options, async (decoder) => {
        const { pixels, notice } = await decodePixels(decoder, header, options);
        const { metadata, warnings } = decoder;
        const notices = noticesOf(header, metadata, options.colour === 'managed' ? warnings : []);
        if (notice !== undefined) notices.push(notice);
        const upright = oriented(pixels, turnsBy(metadata.orientation, options));
        return { ...upright, mpp: header.mpp, notices };
      });
    },
  };
}

interface Found {
  readonly header: ImageHeader;
  readonly fileBytes: number;
}

/** Decodes the file, or the tidy copies of it that its header names or that a first failure asks for. */
async function withDecoder<T>(
  kind: LibvipsKind,
  path: string,
  { header, fileBytes }: Found,
  options: OpenOptions,
  use: (decoder: Decoding) => Promise<T>,
): Promise<T> {
  const attempt = async (inputs: readonly (Buffer | string)[]) =>
    use(
      await openDecoder(path, inputs, header, { unlimited: fileBytes > kind.unlimitedFromBytes, ...options }),
    );
  const attemptCopies = (copies: readonly FileCopy[]) => withCopies(path, copies, options, attempt);
  try {
    if (header.copies) return await attemptCopies(header.copies);
    try {
      return await attempt([path]);
    } catch (error) {
      if (error instanceof EngineError) throw error;
      const tidied = await withImageFile(path, async (bytesAt) =>
        kind.tidied?.(bytesAt, fileBytes, path),
      ).catch(() => undefined);
      if (!tidied) throw error;
      return await attemptCopies([tidied]);
    }
  } catch (error) {
    throw await decodingFailure(kind, path, error);
  }
}

function readHeader(kind: LibvipsKind, path: string): Promise<Found> {
  return withImageFile(path, async (bytesAt, fileBytes) => {
    const header = await kind.header(bytesAt, path, fileBytes);
    if (!header) throw unreadable(path, 'its header is damaged or cut off. Copy or export the file again.');
    if (header.width > 0 && header.height > 0) return { header, fileBytes };
    throw unreadable(
      path,
      `its header gives a size of ${header.width} × ${header.height} pixels; it is damaged.`,
    );
  });
}

function noticesOf(header: ImageHeader, { pages }: Metadata, warnings: readonly string[]): string[] {
  const notices = [...(header.notices ?? [])];
  if (!header.notices && pages !== undefined && pages > 1)
    notices.push(`The file has ${pages} pages; only the first is used.`);
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
  const all = asError(error).message.split('\n').filter(Boolean);
  const errors = all.filter((line) => !line.includes('Warning: ')); // libjpeg warns before the error itself
  const lines = errors.length > 0 ? errors : all;
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
