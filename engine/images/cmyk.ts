// CMYK → RGB by plain arithmetic, as Pillow converts it: no profile, so the colours are only roughly those of print.

import type { FileHandle } from 'node:fs/promises';
import { readFully, writeFully } from './scratch.js';

const PIXELS_AT_ONCE = 1 << 18;

/** Interleaved CMYK (255 = full ink) → interleaved RGB: (255 - C)(255 - K)/255, rounded. Both may be one array. */
export function cmykToRgb(cmyk: Uint8Array, rgb: Uint8Array): void {
  const pixels = Math.floor(cmyk.length / 4);
  for (let i = 0; i < pixels; i++) {
    const light = 255 - cmyk[4 * i + 3]!;
    for (let c = 0; c < 3; c++) {
      const product = cmyk[4 * i + c]! * light + 128;
      rgb[3 * i + c] = Math.max(0, light - (((product >> 8) + product) >> 8)); // product / 255 in whole numbers
    }
  }
}

/** Raw CMYK pixels in a file from `offset` on → RGB from the same offset on; the file's tail is left as it is. */
export async function cmykFileToRgb(handle: FileHandle, offset: number, pixels: number): Promise<void> {
  const buffer = new Uint8Array(4 * PIXELS_AT_ONCE);
  for (let done = 0; done < pixels; done += PIXELS_AT_ONCE) {
    const count = Math.min(PIXELS_AT_ONCE, pixels - done);
    const part = buffer.subarray(0, 4 * count);
    await readFully(handle, part, offset + 4 * done);
    cmykToRgb(part, part);
    await writeFully(handle, part.subarray(0, 3 * count), offset + 3 * done);
  }
}
