// Empty tiles: those that show nothing but background need no network run (docs/reference.md 6.4). The reference judges a
// tile as a whole, so a nucleus alone on blank glass is lost; here a tile must also have no dark spot of its size.

import type { EmptyTiles } from '../protocol/emptyTiles.js';
import type { Raster } from '../protocol/raster.js';

/** A tile whose grey levels vary less than this is empty. */
export const EMPTY_BELOW_VARIANCE = 9;

/** Grey levels by which a nucleus is darker than the background; several times the noise that an empty tile may have. */
const SPOT_CONTRAST = 16;

/** Steps of the windows in which spots are looked for, across a tile; a window is two steps wide, so that they overlap. */
const WINDOW_STEPS = 32;

/** Share of a window's pixels that a spot darkens. A nucleus of 20 px in a tile of 512 px darkens about 30 %, in one of 1024 px 7 %. */
const SPOT_SHARE = 1 / 16;

/** Share of a tile above which pure black is the frame of a scan, and no spot. */
const FRAME_SHARE = 1 / 100;

/** Grey level of a colour, 0 … 255, as Pillow's mode "L": ITU-R 601-2 luma in 16-bit fixed point, rounded. */
export function greyLevel(red: number, green: number, blue: number): number {
  return (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
}

/**
 * Population variance of the grey levels that are neither black nor white; 0 if there are none. Pure black and white
 * are left out because they are frames and blank glass rather than tissue.
 */
export function tissueVariance(tile: Raster): number {
  return varianceOf(greyLevels(tile));
}

function varianceOf(greys: Uint8Array): number {
  let n = 0;
  let sum = 0;
  let squares = 0;
  for (const grey of greys) {
    if (grey === 0 || grey === 255) continue;
    n++;
    sum += grey;
    squares += grey * grey;
  }
  return n === 0 ? 0 : (n * squares - sum * sum) / (n * n); // whole numbers until here, so nothing cancels
}

/** Share of a tile that spots cover at most if it is background with a few nuclei on it. */
const SPARSE_SHARE = 1 / 50;

/**
 * Content of a tile before any resizing: `empty` is background, whose outputs are constant colours; `sparse` is
 * background with a few nuclei, or background that is to be inferred all the same.
 */
export type TileContent = 'empty' | 'sparse' | 'tissue';

/** Tells what a tile holds by one of the rules. */
export function tileContent(tile: Raster, rule: EmptyTiles = 'skip'): TileContent {
  const isBlank = tissueVariance(tile) < EMPTY_BELOW_VARIANCE;
  if (rule === 'reference') return isBlank ? 'empty' : 'tissue';
  if (!isBlank) return isBlankBesidesSpots(tile) ? 'sparse' : 'tissue';
  return rule === 'infer' || hasDarkSpot(tile) ? 'sparse' : 'empty';
}

/** True if the tile is empty by its variance once spots are left out, and these are few. */
function isBlankBesidesSpots(tile: Raster): boolean {
  const greys = greyLevels(tile);
  const counts = new Uint32Array(256);
  for (const grey of greys) counts[grey]!++;
  const median = medianLevel(counts, greys.length);
  const isSpot = (grey: number) => Math.abs(grey - median) > SPOT_CONTRAST && grey > 0 && grey < 255;
  let spots = 0;
  for (let grey = 0; grey < 256; grey++) if (isSpot(grey)) spots += counts[grey]!;
  if (spots > SPARSE_SHARE * greys.length) return false;
  const rest = greys.filter((grey) => !isSpot(grey));
  return varianceOf(rest) < EMPTY_BELOW_VARIANCE;
}

/** True if no network has to run for the tile. */
export function isEmptyTile(tile: Raster, rule: EmptyTiles = 'skip'): boolean {
  return tileContent(tile, rule) === 'empty';
}

/** Content of a tile of a model with several inputs: the fullest of them counts. */
export function fullest(contents: readonly TileContent[]): TileContent {
  return contents.find((one) => one === 'tissue') ?? contents.find((one) => one === 'sparse') ?? 'empty';
}

function greyLevels({ channels, data }: Raster): Uint8Array {
  if (channels === 1) return data;
  const greys = new Uint8Array(data.length / channels);
  for (let i = 0, p = 0; p < greys.length; i += channels, p++)
    greys[p] = greyLevel(data[i]!, data[i + 1]!, data[i + 2]!);
  return greys;
}

/** True if some window holds a spot that is darker than the tile's median level. */
function hasDarkSpot(tile: Raster): boolean {
  const { width, height } = tile;
  const greys = greyLevels(tile);
  const counts = new Uint32Array(256);
  for (const grey of greys) counts[grey]!++;
  const darkBelow = medianLevel(counts, greys.length) - SPOT_CONTRAST;
  const isFrame = counts[0]! > FRAME_SHARE * greys.length;
  if (darkBelow <= 0) return false;

  const stepPx = Math.max(1, Math.ceil(Math.max(width, height) / WINDOW_STEPS));
  const [columns, rows] = [Math.ceil(width / stepPx), Math.ceil(height / stepPx)];
  const dark = new Uint32Array(columns * rows);
  for (let y = 0, p = 0; y < height; y++)
    for (let x = 0; x < width; x++, p++) {
      const grey = greys[p]!;
      if (grey < darkBelow && !(isFrame && grey === 0))
        dark[Math.floor(y / stepPx) * columns + Math.floor(x / stepPx)]!++;
    }
  const least = SPOT_SHARE * (2 * stepPx) ** 2;
  const at = (row: number, column: number) =>
    row < rows && column < columns ? dark[row * columns + column]! : 0;
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) {
      const inWindow = at(row, column) + at(row, column + 1) + at(row + 1, column) + at(row + 1, column + 1);
      if (inWindow >= least) return true;
    }
  return false;
}

function medianLevel(counts: Uint32Array, pixels: number): number {
  let below = 0;
  for (let level = 0; level < 256; level++) {
    below += counts[level]!;
    if (2 * below >= pixels) return level;
  }
  return 255;
}
