// What is known of an image file before any pixel is decoded, and how a file is refused.

import { EngineError } from '../protocol/errors.js';

export type ImageFormat = 'png' | 'jpeg' | 'webp' | 'tiff';

export interface ImageHeader {
  readonly format: ImageFormat;
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  /** What the samples mean; decides how they become RGB. */
  readonly colour: 'grey' | 'rgb' | 'cmyk' | 'other';
  /** Channels beyond the colour that are not opacity (a TIFF may have them); they are left out. */
  readonly ignoredChannels: number;
  /** Memory that a decoder needs which cannot go row by row (progressive JPEG, interlaced PNG, WebP); else 0. */
  readonly wholeImageBytes: number;
  /** Micrometres per pixel, where the file says it and a microscope can have it. */
  readonly mpp?: number | undefined;
}

/** Reads `length` bytes at `offset`; fewer at the end of the file. */
export type ReadBytes = (offset: number, length: number) => Promise<Buffer>;

/** @throws EngineError image-unreadable, naming the file and what is wrong with it. */
export function unreadable(path: string, problem: string, cause?: unknown): EngineError {
  return new EngineError(
    'image-unreadable',
    `Cannot read ${path}: ${problem}`,
    cause ? { cause } : undefined,
  );
}
