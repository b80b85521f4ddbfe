// Pixels → PNG files that are complete or absent: written beside their place under another name and renamed.

import { randomUUID } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Raster } from '../protocol/raster.js';
import { unwritable } from '../files/unwritable.js';
import { memorySource } from './memory.js';
import type { PixelSource } from './pixelSource.js';
import { pngBytes } from './pngStream.js';

/**
 * Writes an image as an 8-bit PNG, replacing a file of that name. Of a source only a band of about a megabyte is
 * held at a time; it stays open.
 *
 * @throws EngineError output-unwritable (no such folder, no permission, disk full); then nothing is left behind and
 *   an older file is untouched.
 */
export async function writePng(image: PixelSource | Raster, path: string): Promise<void> {
  const source = 'read' in image ? image : memorySource(image);
  const beside = join(dirname(path), `.deepliif-${randomUUID()}.partial`);
  const bytes = forwarded(pngBytes(source));
  try {
    await pipeline(bytes.stream, createWriteStream(beside, { flags: 'wx', flush: true }));
    await rename(beside, path);
  } catch (error) {
    await rm(beside, { force: true }).catch(() => undefined); // the error below has the disk's reason
    if (bytes.failed()) throw error; // reading the source failed, not writing
    throw unwritable(path, error);
  }
}

/** An image in memory as the bytes of a PNG file. */
export async function encodePng(image: Raster): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  for await (const part of pngBytes(memorySource(image))) parts.push(part);
  return new Uint8Array(Buffer.concat(parts)); // a copy: pages take no Buffer
}

/** Forwards the bytes, and remembers whether producing them failed. */
function forwarded(bytes: AsyncIterable<Uint8Array>) {
  let failed = false;
  async function* stream(): AsyncGenerator<Uint8Array> {
    try {
      yield* bytes;
    } catch (error) {
      failed = true;
      throw error;
    }
  }
  return { stream, failed: () => failed };
}
