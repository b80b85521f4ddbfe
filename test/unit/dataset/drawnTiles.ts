// Small pictures and folders of them for tests of training data.

import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { writePng } from '../../../engine/images/encode.js';
import { joinRow } from '../../../engine/dataset/readSample.js';
import type { Raster, Rgb } from '../../../engine/protocol/raster.js';

export const BLACK: Rgb = [0, 0, 0];
export const RED: Rgb = [255, 0, 0];
export const GREEN: Rgb = [0, 255, 0];
export const BLUE: Rgb = [0, 0, 255];

/** A picture with `colour(x, y)` at every pixel. */
export function picture(width: number, height: number, colour: (x: number, y: number) => Rgb): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) data.set(colour(x, y), (y * width + x) * 3);
  return { width, height, channels: 3, data };
}

/** A picture without symmetry, in which no two neighbours are alike. */
export function pattern(width: number, height = width, seed = 0): Raster {
  const level = (x: number, y: number, c: number) => (x * 37 + y * 91 + c * 53 + x * y * 7 + seed * 29) % 256;
  return picture(width, height, (x, y) => [level(x, y, 0), level(x, y, 1), level(x, y, 2)]);
}

/** A picture from letters, one line per row: r(ed), b(lue), g(reen), and black for anything else. */
export function drawn(...rows: readonly string[]): Raster {
  const colours: Readonly<Record<string, Rgb>> = { r: RED, b: BLUE, g: GREEN };
  return picture(rows[0]!.length, rows.length, (x, y) => colours[rows[y]![x]!] ?? BLACK);
}

/** Colours that occur, as "r,g,b". */
export function coloursOf({ data }: Raster): Set<string> {
  const colours = new Set<string>();
  for (let i = 0; i < data.length; i += 3) colours.add(data.subarray(i, i + 3).join());
  return colours;
}

export function sha256(image: Raster): string {
  return createHash('sha256').update(image.data).digest('hex').slice(0, 16);
}

export async function writeRow(dir: string, name: string, ...tiles: readonly Raster[]): Promise<void> {
  const path = join(dir, name);
  await mkdir(dirname(path), { recursive: true });
  await writePng(joinRow(tiles), path);
}
