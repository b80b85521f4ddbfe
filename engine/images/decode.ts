// Image files → pixels: asks the readers which of them knows the file, and leaves the rest to that one.

import './builtInReaders.js';
import { unreadable, withImageFile } from './imageFile.js';
import {
  imageReaders,
  type ColourHandling,
  type DescribedImage,
  type ImageReader,
  type OpenedImage,
  type OpenOptions,
} from './imageReaders.js';

export type { ColourHandling, DescribedImage, OpenedImage, OpenOptions };

/** Bytes by which readers know their files. */
const START_BYTES = 64;

/** Endings of the names of image files, in lower case with their dots. */
export function imageEndings(): readonly string[] {
  return imageReaders.rows().flatMap(({ endings }) => endings);
}

/** Kinds of image files for people: "PNG, JPEG, WebP or TIFF". */
export function imageKinds(): string {
  const titles = imageReaders.rows().map(({ title }) => title);
  return titles.join(', ').replace(/, ([^,]*)$/, ' or $1');
}

/**
 * Opens an image for reading, as RGB. Close it: a large image has a scratch file.
 *
 * Throws `image-unreadable` (missing, a folder, empty, not an image, too large, cut off, damaged, of an unsupported
 * kind), `output-unwritable` (no room for the scratch file), `out-of-memory`.
 */
export async function openImage(path: string, options: OpenOptions): Promise<OpenedImage> {
  return (await readerOf(path)).open(path, options);
}

/**
 * Describes what `openImage` would open, without decoding a pixel. Throws `image-unreadable` for what a header can
 * tell.
 */
export async function describeImage(path: string, options: OpenOptions): Promise<DescribedImage> {
  return (await readerOf(path)).describe(path, options);
}

/** Readers are asked from the last to the first: one that was added later may take a kind of TIFF for itself. */
function readerOf(path: string): Promise<ImageReader> {
  return withImageFile(path, async (bytesAt) => {
    const expected = `Expected a ${imageKinds()} image.`;
    const start = await bytesAt(0, START_BYTES);
    if (start.length === 0) throw unreadable(path, `the file is empty. ${expected}`);
    const reader = imageReaders.rows().findLast((one) => one.recognises(start, path));
    if (reader) return reader;
    throw unreadable(path, `${whatItIs(start.toString('latin1'))}. ${expected}`);
  });
}

function whatItIs(text: string): string {
  if (text.startsWith('GIF8')) return 'it is a GIF, a format that is not read';
  if (text.startsWith('BM')) return 'it is a Windows bitmap, a format that is not read';
  if (text.startsWith('%PDF')) return 'it is a PDF document';
  if (/^....ftyp/s.test(text)) return 'it is a HEIC, AVIF or video file, a format that is not read';
  if (/^....jP {2}|^\xff\x4f\xff\x51/s.test(text))
    return 'it is a JPEG 2000 image, a format that is not read; open it in QuPath or Fiji and export it as TIFF';
  if (/^\s*<(svg|\?xml|!doctype|html)/i.test(text)) return 'it is a text file (XML or HTML), not an image';
  if (/^[\t\r\n\x20-\x7e]+$/.test(text)) return 'it is a text file, not an image, whatever its name says';
  return 'it is not an image, whatever its name says';
}
