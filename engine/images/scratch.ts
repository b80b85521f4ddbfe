// Images too large for memory, kept as raw pixels in a scratch file that vanishes when they are closed.

import { randomUUID } from 'node:crypto';
import { open, rm, type FileHandle } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Raster } from '../protocol/raster.js';
import { unwritable } from '../files/unwritable.js';
import { emptyRaster, memorySink } from './memory.js';
import type { PixelSink, PixelSource } from './pixelSource.js';
import { copyRectangle, requireInside } from './rectangle.js';

/** Bytes that are read at once: few system calls, little memory. */
const READ_BYTES = 1024 * 1024;

/** Largest image that stays in memory (33 megapixels in colour) unless a caller says otherwise. */
export const DEFAULT_MEMORY_LIMIT_BYTES = 100_000_000;

export interface ScratchOptions {
  /** Folder for scratch files; default the system's. */
  readonly scratchDir?: string | undefined;
  /** Images of more bytes than this go to a scratch file. */
  readonly memoryLimitBytes?: number | undefined;
}

export interface ScratchFile {
  readonly path: string;
  readonly handle: FileHandle;
  /**
   * Removes the file's name while it stays open, so that even a killed process leaves nothing behind. Windows keeps
   * the name until the file is closed.
   */
  hide(): Promise<void>;
  /** Closes and removes it; a second call does nothing. */
  remove(): Promise<void>;
}

/** A new file of our own, open for reading and writing. @throws EngineError output-unwritable */
export async function createScratchFile(scratchDir = tmpdir(), extension = '.raw'): Promise<ScratchFile> {
  const path = join(scratchDir, `deepliif-scratch-${randomUUID()}${extension}`);
  const handle = await open(path, 'wx+', 0o600).catch((error: unknown) => {
    throw unwritable(path, error);
  });
  let removed: Promise<void> | undefined;
  return {
    path,
    handle,
    hide: async () => {
      if (process.platform !== 'win32') await rm(path, { force: true });
    },
    remove: () => (removed ??= handle.close().finally(() => rm(path, { force: true }))),
  };
}

/** A sink for an image: in memory while it is small, a scratch file otherwise. Black where nothing is written. */
export async function createSink(
  width: number,
  height: number,
  channels: 1 | 3,
  { scratchDir, memoryLimitBytes = DEFAULT_MEMORY_LIMIT_BYTES }: ScratchOptions = {},
): Promise<PixelSink> {
  const bytes = width * height * channels;
  if (bytes <= memoryLimitBytes) return memorySink(width, height, channels);
  const file = await createScratchFile(scratchDir);
  try {
    await file.hide();
    await file.handle.truncate(bytes); // holes read as black
  } catch (error) {
    await file.remove();
    throw unwritable(file.path, error);
  }
  return scratchSink({ width, height, channels }, file);
}

type Shape = Pick<Raster, 'width' | 'height' | 'channels'>;

function scratchSink(image: Shape, file: ScratchFile): PixelSink {
  const { width, channels } = image;
  let open = true;
  return {
    ...image,
    async write(x, y, raster) {
      if (!open) throw new Error('This image has been finished or discarded.');
      requireInside(image, x, y, raster.width, raster.height);
      // Whole rows lie one after the other in the file, so they are written at once.
      const rowsAtOnce = raster.width === width ? raster.height : 1;
      const partBytes = raster.width * channels;
      try {
        for (let row = 0; row < raster.height; row += rowsAtOnce) {
          const rows = raster.data.subarray(row * partBytes, (row + rowsAtOnce) * partBytes);
          await writeFully(file.handle, rows, ((y + row) * width + x) * channels);
        }
      } catch (error) {
        throw unwritable(file.path, error);
      }
    },
    finish() {
      if (!open) return Promise.reject(new Error('This image has been finished or discarded.'));
      open = false;
      return Promise.resolve(scratchSource(image, file, 0));
    },
    async discard() {
      if (open) await file.remove();
      open = false;
    },
  };
}

/** Raw pixels from `offset` of a scratch file on. Closing removes the file. */
export function scratchSource(image: Shape, file: ScratchFile, offset: number): PixelSource {
  const { width, channels } = image;
  const rowBytes = width * channels;
  return {
    ...image,
    async read(x, y, w, h) {
      requireInside(image, x, y, w, h);
      const part = emptyRaster(w, h, channels);
      // Several full rows per call, of which the wanted part is kept: far fewer calls than one per row.
      const rowsAtOnce = Math.min(h, Math.max(1, Math.floor(READ_BYTES / rowBytes)));
      const buffer = new Uint8Array(rowsAtOnce * rowBytes);
      for (let row = 0; row < h; row += rowsAtOnce) {
        const rows = Math.min(rowsAtOnce, h - row);
        await readFully(file.handle, buffer.subarray(0, rows * rowBytes), offset + (y + row) * rowBytes);
        const strip: Raster = { width, height: rows, channels, data: buffer };
        copyRectangle(strip, x, 0, part, 0, row, { width: w, height: rows });
      }
      return part;
    },
    close: () => file.remove(),
  };
}

/** @throws Error when the file ends before the buffer is full. */
export async function readFully(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesRead } = await handle.read(bytes, done, bytes.length - done, offset + done);
    if (bytesRead === 0)
      throw new Error('A scratch file has become shorter; another program has truncated it.');
    done += bytesRead;
  }
}

/** A write may take only a part, above all when the disk is nearly full. */
export async function writeFully(handle: FileHandle, bytes: Uint8Array, offset: number): Promise<void> {
  for (let done = 0; done < bytes.length;) {
    const { bytesWritten } = await handle.write(bytes, done, bytes.length - done, offset + done);
    done += bytesWritten;
  }
}
