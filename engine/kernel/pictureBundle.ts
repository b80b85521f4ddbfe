// A picture as an output: small PNG and JPEG files as they are, everything else as a PNG of its small version.

import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import type { OutputBundle } from '../protocol/outputs.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import type { Pixels } from './notebookApi.js';

/** Larger files would make the notebook slow to open. */
const MOST_FILE_BYTES = 2 ** 20;

/** `picture`: absolute path, bytes of a file, or pixels. @throws EngineError `image-unreadable`, `usage`, `cancelled` */
export async function pictureBundle(
  picture: string | Uint8Array | Pixels,
  control: Control,
): Promise<OutputBundle> {
  if (typeof picture === 'string') return fileBundle(picture, control);
  if (!(picture instanceof Uint8Array)) return pngBundle(picture, `${picture.width} × ${picture.height} px`);
  const mime = mimeOf(picture);
  if (mime) return { [mime]: base64(picture), 'text/plain': `${mime}, ${picture.length} bytes` };
  throw new EngineError(
    'usage',
    'The bytes are no PNG or JPEG file. Give pixels with their width and height.',
  );
}

async function fileBundle(file: string, control: Control): Promise<OutputBundle> {
  const size = await stat(file).then(
    ({ size: bytes }) => bytes,
    () => Infinity, // the reader below says what is wrong
  );
  if (size <= MOST_FILE_BYTES) {
    const bytes = await readFile(file);
    const mime = mimeOf(bytes);
    if (mime) return { [mime]: base64(bytes), 'text/plain': basename(file) };
  }
  const { readSmall } = await import('../pictures/readSmall.js');
  const { LARGEST_KEPT_PX } = await import('../outputs/smallPictures.js');
  const scratch = await mkdtemp(join(tmpdir(), 'deepliif-picture-'));
  try {
    const reading = { colour: 'managed', scratchDir: scratch } as const;
    const { raster } = await readSmall(file, LARGEST_KEPT_PX, reading, control);
    return await pngBundle(raster, basename(file));
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}

async function pngBundle(pixels: Raster, text: string): Promise<OutputBundle> {
  const { encodePng } = await import('../images/encode.js');
  return { 'image/png': base64(await encodePng(pixels)), 'text/plain': text };
}

function mimeOf(bytes: Uint8Array): 'image/png' | 'image/jpeg' | undefined {
  if (bytes[0] === 0x89 && bytes[1] === 0x50) return 'image/png';
  return bytes[0] === 0xff && bytes[1] === 0xd8 ? 'image/jpeg' : undefined;
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('base64');
}
