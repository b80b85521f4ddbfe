// Decoding by libvips. Small images are held in memory; large ones are decoded row by row into a scratch file, so that
// memory stays small.

import type { Metadata, Sharp } from 'sharp';
import { unwritable } from '../files/unwritable.js';
import { asError } from '../protocol/errors.js';
import { cmykFileToRgb, cmykToRgb } from './cmyk.js';
import { loadCodec } from './codec.js';
import { unreadable } from './imageFile.js';
import type { ImageHeader } from './imageHeader.js';
import type { ColourHandling, OpenOptions } from './imageReaders.js';
import { memorySource } from './memory.js';
import type { PixelSource } from './pixelSource.js';
import {
  DARK_HIGH_BYTE,
  fullScale,
  isBelowSixteenBits,
  largestSample,
  scaledSamples,
} from './sampleDepth.js';
import { createScratchFile, DEFAULT_MEMORY_LIMIT_BYTES, scratchSource } from './scratch.js';
import { bytesInFile, bytesInMemory, convertedPixels, type StoredBytes } from './storedPixels.js';

/** libvips writes this much before the raw pixels of its own format. */
const V_HEADER_BYTES = 64;

export interface Decoding {
  /** A new decoder of the picture, before any conversion. */
  image(): Sharp;
  /** True where each input is one colour plane. */
  readonly isPlanes: boolean;
  readonly metadata: Metadata;
  /** Warnings of the decoder; the list grows while it decodes. */
  readonly warnings: readonly string[];
}

/** A decoder of a file, or of its copies: one for the whole picture, or one for each plane. */
export async function openDecoder(
  path: string,
  inputs: readonly (Buffer | string)[],
  header: ImageHeader,
  options: OpenOptions & { readonly unlimited: boolean },
): Promise<Decoding> {
  const codec = await loadCodec();
  const settings = {
    failOn: 'warning', // a file that decodes with errors has wrong pixels somewhere
    limitInputPixels: false, // done before, with a message that helps
    sequentialRead: true,
    ignoreIcc: options.colour === 'as-stored',
    unlimited: options.unlimited,
  } as const;
  const warnings: string[] = [];
  const [first, ...others] = inputs;
  const image = () => {
    const opened = codec(first, settings);
    opened.on('warning', (warning: string) => warnings.push(warning));
    return others.length > 0 ? opened.joinChannel([...others], settings) : opened;
  };
  const metadata = await image().metadata();
  const { width, height } = header.stored ?? header;
  if (metadata.width !== width || metadata.height !== height)
    throw unreadable(path, 'its header contradicts itself. It is damaged; copy or export it again.');
  return { image, isPlanes: others.length > 0, metadata, warnings };
}

export interface DecodedPixels {
  readonly pixels: PixelSource;
  /** Sentence for people on how the samples were scaled. */
  readonly notice?: string | undefined;
}

/** The picture as RGB, by the way that its header asks for. */
export async function decodePixels(
  decoding: Decoding,
  header: ImageHeader,
  options: OpenOptions,
): Promise<DecodedPixels> {
  if (header.stored) {
    const { channels } = header.stored;
    const image = decoding.image().toColourspace(channels === 1 ? 'b-w' : 'srgb');
    const bytes = await decodedBytes(image, storedBytes(header.stored), 'uchar', options);
    try {
      return { pixels: await convertedPixels(header, header.stored, bytes, options) };
    } finally {
      await bytes.close();
    }
  }
  const isDeep = header.bitsPerSample === 16 && (header.colour === 'grey' || header.colour === 'rgb');
  if (isDeep && (decoding.isPlanes || isBelowSixteenBits(header.largestSample)))
    return decodeDeep(decoding, header, options);
  const image = decoding.image();
  convertToRgb(image, header, options.colour, decoding.isPlanes);
  const pixels = await decode(image, header, options);
  if (!isDeep || !(await isDark(pixels))) return { pixels };
  await pixels.close();
  return decodeDeep(decoding, header, options);
}

/** All 16 bits of each sample, scaled to 8 by the largest value that they can have. */
async function decodeDeep(
  decoding: Decoding,
  header: ImageHeader,
  options: OpenOptions,
): Promise<DecodedPixels> {
  const { width, height, largestSample: declared } = header;
  const layout = { width, height, channels: 3, bytesPerSample: 2, rowsPerStored: 1 } as const;
  const image = decoding.image().removeAlpha();
  if (!decoding.isPlanes) image.pipelineColourspace('rgb16');
  image.toColourspace('rgb16');
  const bytes = await decodedBytes(image, storedBytes(layout), 'ushort', options);
  try {
    const { white, notice } = fullScale(await largestSample(layout, bytes), declared);
    const toRgb = (stored: Uint8Array) => scaledSamples(stored, white);
    return { pixels: await convertedPixels(header, { ...layout, toRgb }, bytes, options), notice };
  } finally {
    await bytes.close();
  }
}

const ROWS_AT_ONCE = 64;

/** True where no sample reaches a quarter of the range: a camera of fewer bits, or a very dark picture. */
async function isDark(pixels: PixelSource): Promise<boolean> {
  for (let y = 0; y < pixels.height; y += ROWS_AT_ONCE) {
    const rows = Math.min(ROWS_AT_ONCE, pixels.height - y);
    const { data } = await pixels.read(0, y, pixels.width, rows);
    if (data.some((sample) => sample >= DARK_HIGH_BYTE)) return false;
  }
  return true;
}

function storedBytes(layout: {
  readonly width: number;
  readonly height: number;
  readonly channels: number;
  readonly bytesPerSample: number;
}): number {
  return layout.width * layout.height * layout.channels * layout.bytesPerSample;
}

/** The decoder's raw samples, in memory while they are few. */
async function decodedBytes(
  image: Sharp,
  bytes: number,
  depth: 'uchar' | 'ushort',
  options: OpenOptions,
): Promise<StoredBytes> {
  if (bytes <= (options.memoryLimitBytes ?? DEFAULT_MEMORY_LIMIT_BYTES)) {
    const decoded = await image.raw({ depth }).toBuffer();
    requireBytes(decoded.length === bytes);
    return bytesInMemory(decoded);
  }
  const file = await createScratchFile(options.scratchDir, '.v');
  try {
    await writeRaw(image, file.path);
    requireBytes((await file.handle.stat()).size >= V_HEADER_BYTES + bytes);
    await file.hide();
    return bytesInFile(file.handle, V_HEADER_BYTES, () => file.remove());
  } catch (error) {
    await file.remove();
    throw error;
  }
}

/** libvips' own format is a short header and then raw pixels, and the only raw output it writes row by row. */
async function writeRaw(image: Sharp, path: string): Promise<void> {
  await image.toFile(path).catch((error: unknown) => {
    throw scratchFailure(path, error);
  });
}

/** Sets up the conversion to 8-bit RGB; of CMYK as stored, only that its four inks are kept. */
function convertToRgb(image: Sharp, header: ImageHeader, colour: ColourHandling, isPlanes: boolean): void {
  // High byte first: sharp would take 16-bit samples with a profile to Display P3 instead of sRGB.
  if (header.bitsPerSample === 16 && header.colour !== 'other' && !isPlanes)
    image.pipelineColourspace('srgb');
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
    await writeRaw(image, file.path);
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
