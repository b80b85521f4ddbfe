// The picture that tests of TIFF write in many ways, its parts, and how it is read back.

import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import sharp from 'sharp';
import { describeImage, openImage, type OpenedImage } from '../../../engine/images/decode.js';
import { readWhole } from '../../../engine/images/memory.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { refusal } from '../checkpoints/refusal.js';
import { folderPerTest } from './samplePixels.js';
import type { Field } from './tiffWriter.js';

export const [WIDTH, HEIGHT] = [48, 32];

/** A smooth picture of pink and brown, bright enough to be no dark one. */
export const PICTURE: Raster = {
  ...{ width: WIDTH, height: HEIGHT, channels: 3 },
  data: Uint8Array.from({ length: WIDTH * HEIGHT * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % WIDTH, Math.floor(i / 3 / WIDTH)];
    return [240 - 2 * x, 200 - 3 * y, 220 - x - 2 * y][i % 3]!;
  }),
};

export const plane = (channel: number, { data } = PICTURE) => data.filter((_, i) => i % 3 === channel);
export const deep = (bytes: Uint8Array, white: number, bigEndian = false) => {
  const buffer = Buffer.alloc(2 * bytes.length);
  bytes.forEach((level, i) => {
    const sample = Math.round((level * white) / 255);
    if (bigEndian) buffer.writeUInt16BE(sample, 2 * i);
    else buffer.writeUInt16LE(sample, 2 * i);
  });
  return buffer;
};

/** Squares of `side` pixels, row by row; what lies beyond the picture is 0. */
export function tiles(bytes: Uint8Array, bytesPerPixel: number, side = 16): Uint8Array[] {
  const cut: Uint8Array[] = [];
  for (let top = 0; top < HEIGHT; top += side)
    for (let left = 0; left < WIDTH; left += side) {
      const tile = new Uint8Array(side * side * bytesPerPixel);
      for (let row = 0; row < Math.min(side, HEIGHT - top); row++) {
        const from = ((top + row) * WIDTH + left) * bytesPerPixel;
        const length = Math.min(side, WIDTH - left) * bytesPerPixel;
        tile.set(bytes.subarray(from, from + length), row * side * bytesPerPixel);
      }
      cut.push(tile);
    }
  return cut;
}

export const TILED = (side = 16): Field[] => [
  [322, 4, [side]],
  [323, 4, [side]],
];
export const jpegOf = (data: Uint8Array, width: number, height: number, chromaSubsampling: string) =>
  sharp(data, { raw: { width, height, channels: 3 } })
    .jpeg({ quality: 95, chromaSubsampling })
    .toBuffer();

function distance(actual: Raster, expected = PICTURE): number {
  assert.deepEqual([actual.width, actual.height], [expected.width, expected.height]);
  return (
    actual.data.reduce((sum, level, i) => sum + Math.abs(level - expected.data[i]!), 0) / actual.data.length
  );
}

/** Reads files in a folder of its own for each test of the enclosing suite. Call inside `describe`. */
export function tiffReading() {
  const folder = folderPerTest();
  const write = (file: Uint8Array, name = 'a.tif') => {
    writeFileSync(folder.file(name), file);
    return folder.file(name);
  };

  /** Reads it in memory and through scratch files; both have to be the picture, and nothing may stay behind. */
  async function assertRead(file: Uint8Array, most: number, expected = PICTURE): Promise<OpenedImage> {
    const path = write(file);
    let opened: OpenedImage;
    for (const memoryLimitBytes of [1e9, 0]) {
      opened = await openImage(path, { colour: 'managed', scratchDir: folder.path, memoryLimitBytes });
      const far = distance(await readWhole(opened), expected);
      await opened.close();
      assert.ok(far <= most, `mean distance ${far}`);
    }
    assert.deepEqual(folder.names(), ['a.tif']);
    const { width, height } = await describeImage(path, { colour: 'managed' });
    assert.deepEqual([width, height], [expected.width, expected.height]);
    return opened!;
  }
  const assertRefused = (file: Uint8Array, message: RegExp) =>
    assert.rejects(openImage(write(file), { colour: 'managed' }), refusal(message, 'image-unreadable'));
  return { assertRead, assertRefused };
}
