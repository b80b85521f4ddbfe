// The table of image readers: kinds of files that become pixels. A reader knows its files by their first bytes; names
// only decide which files of a folder are tried.

import { openTable, type Row } from '../tables/openTable.js';
import type { PixelSource } from './pixelSource.js';
import type { ScratchOptions } from './scratch.js';

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
  /** Facts that a user should know of how the file was read: "The file has 3 pages; only the first is used." */
  readonly notices: readonly string[];
  /** Micrometres per pixel, if the file says it. */
  readonly mpp?: number | undefined;
}

export interface DescribedImage {
  /** Size as it is shown: turned by its orientation tag where `open` turns it. */
  readonly width: number;
  readonly height: number;
  readonly mpp?: number | undefined;
}

/** Errors are `image-unreadable`, `output-unwritable` if a scratch file has no room, `out-of-memory`. */
export interface ImageReader extends Row {
  /** Endings of file names, in lower case with their dots. */
  readonly endings: readonly string[];
  /** True if a file is for this reader, by its first 64 bytes (fewer in a short file). */
  recognises(start: Buffer, path: string): boolean;
  /** Facts in the header, read without decoding a pixel. */
  describe(path: string, options: OpenOptions): Promise<DescribedImage>;
  /** The image as RGB. Close it: a large image has a scratch file. */
  open(path: string, options: OpenOptions): Promise<OpenedImage>;
}

export const imageReaders = openTable<ImageReader>('image reader');
