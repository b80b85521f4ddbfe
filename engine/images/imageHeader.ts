// Header of an image file that libvips decodes: what is known before any pixel is decoded.

import type { FileCopy } from './fileCopy.js';
import type { StoredPixels } from './storedPixels.js';

export interface ImageHeader {
  readonly width: number;
  readonly height: number;
  readonly bitsPerSample: number;
  /** Meaning of the samples; decides how they become RGB. */
  readonly colour: 'grey' | 'rgb' | 'cmyk' | 'other';
  /** Channels beyond the colour that are not opacity (a TIFF may have them); they are left out. */
  readonly ignoredChannels: number;
  /** Memory that a decoder needs which cannot go row by row (progressive JPEG, interlaced PNG, WebP); else 0. */
  readonly wholeImageBytes: number;
  /** Micrometres per pixel, if the file says it and a microscope can have it. */
  readonly mpp?: number | undefined;
  /** Largest value that a sample can have, where the file says it. */
  readonly largestSample?: number | undefined;
  /** Facts that a user should know of how the file is read; where given, they name its pages as well. */
  readonly notices?: readonly string[] | undefined;
  /** What is decoded instead of the file: a tidy copy, or one for each of the planes red, green and blue. */
  readonly copies?: readonly FileCopy[] | undefined;
  /** Orientation of a file that is decoded from copies. */
  readonly orientation?: number | undefined;
  /** Samples that have to be converted after decoding. */
  readonly stored?: StoredPixels | undefined;
}
