// Pixels that the decoder cannot turn into RGB: it gives them as they are stored, and a conversion of ours follows, band
// by band.

import type { FileHandle } from 'node:fs/promises';
import type { PixelSource } from './pixelSource.js';
import { createSink, readFully, type ScratchOptions } from './scratch.js';

/** Layout of the decoder's rows, and how they become RGB. */
export interface StoredPixels {
  readonly width: number;
  readonly height: number;
  readonly channels: 1 | 3;
  readonly bytesPerSample: 1 | 2;
  /** Rows of the image that one stored row holds: 2 for YCbCr whose chroma is halved down. */
  readonly rowsPerStored: number;
  /** Stored rows → RGB rows of the image, `rowsPerStored` for each. */
  toRgb(stored: Uint8Array, rows: number): Uint8Array;
}

/** Bytes of stored rows, in memory or in a scratch file. */
export interface StoredBytes {
  read(offset: number, length: number): Promise<Uint8Array>;
  close(): Promise<void>;
}

const BAND_BYTES = 4 * 1024 * 1024;

export function bytesInMemory(bytes: Uint8Array): StoredBytes {
  return {
    read: (offset, length) => Promise.resolve(bytes.subarray(offset, offset + length)),
    close: () => Promise.resolve(),
  };
}

export function bytesInFile(handle: FileHandle, from: number, close: () => Promise<void>): StoredBytes {
  return {
    async read(offset, length) {
      const bytes = new Uint8Array(length);
      await readFully(handle, bytes, from + offset);
      return bytes;
    },
    close,
  };
}

/** Calls `use` for one band of stored rows after the other. */
export async function forEachBand(
  { width, height, channels, bytesPerSample }: Omit<StoredPixels, 'toRgb' | 'rowsPerStored'>,
  bytes: StoredBytes,
  use: (stored: Uint8Array, firstRow: number, rows: number) => Promise<void> | void,
): Promise<void> {
  const rowBytes = width * channels * bytesPerSample;
  const rowsAtOnce = Math.max(1, Math.floor(BAND_BYTES / rowBytes));
  for (let row = 0; row < height; row += rowsAtOnce) {
    const rows = Math.min(rowsAtOnce, height - row);
    await use(await bytes.read(row * rowBytes, rows * rowBytes), row, rows);
  }
}

/** The image of `width` × `height` pixels that the stored rows hold; rows and columns beyond it are padding. */
export async function convertedPixels(
  image: { readonly width: number; readonly height: number },
  pixels: StoredPixels,
  bytes: StoredBytes,
  scratch: ScratchOptions,
): Promise<PixelSource> {
  const { width, height } = image;
  const sink = await createSink(width, height, 3, scratch);
  try {
    await forEachBand(pixels, bytes, async (stored, firstRow, rows) => {
      const y = firstRow * pixels.rowsPerStored;
      const count = Math.min(rows * pixels.rowsPerStored, height - y);
      const data = pixels.toRgb(stored, rows).subarray(0, count * width * 3);
      if (count > 0) await sink.write(0, y, { width, height: count, channels: 3, data });
    });
    return await sink.finish();
  } catch (error) {
    await sink.discard();
    throw error;
  }
}
