// Tiles of an image (docs/reference.md 6.5): squares that overlap, so that every pixel that is kept has context around
// it; the last one of a row or column is moved back to end at the image's edge; an image smaller than a tile is
// continued by its mirror image. Each tile keeps its centre, and its margin only at image edges.

import { emptyRaster } from '../images/memory.js';
import type { PixelSource } from '../images/pixelSource.js';
import type { Size } from '../images/rectangle.js';
import { EngineError } from '../protocol/errors.js';
import type { Raster } from '../protocol/raster.js';

/** Largest tile side; beyond it one tile alone would fill the memory of usual machines. */
export const LARGEST_TILE_PX = 8192;

export interface TileOptions {
  /** Side of the square tile in image pixels. */
  readonly tilePx: number;
  /** Margin on each side whose result is dropped in favour of the neighbour's; default tilePx / 16, rounded down. */
  readonly overlapPx?: number;
}

export interface TileGrid extends Size {
  readonly tilePx: number;
  /** 0 in a direction where one tile covers the image. */
  readonly overlapX: number;
  readonly overlapY: number;
  /** The image after mirror extension: at least one tile in each direction. */
  readonly extended: Size;
  /** Left edges of the tile columns and upper edges of the rows; the last ones may repeat. */
  readonly columns: readonly number[];
  readonly rows: readonly number[];
}

export interface Tile {
  /** Row after row, left to right, from 0. */
  readonly index: number;
  /** Upper left corner in the extended image. */
  readonly x: number;
  readonly y: number;
}

export interface Rectangle extends Size {
  readonly x: number;
  readonly y: number;
}

/** The grid for an image of this size. @throws EngineError usage when tile and overlap do not go together. */
export function tileGrid({ width, height }: Size, { tilePx, overlapPx }: TileOptions): TileGrid {
  if (!Number.isInteger(tilePx) || tilePx < 1 || tilePx > LARGEST_TILE_PX)
    throw new EngineError(
      'usage',
      `Tile size ${tilePx}: expected a whole number of pixels, 1 to ${LARGEST_TILE_PX}.`,
    );
  const overlap = overlapPx ?? Math.floor(tilePx / 16);
  if (!Number.isInteger(overlap) || overlap < 0 || tilePx - 2 * overlap < 1)
    throw new EngineError(
      'usage',
      `Overlap ${overlap} with tiles of ${tilePx} px: expected a whole number of pixels, 0 to ` +
        `${Math.floor((tilePx - 1) / 2)}, so that the tile keeps a centre.`,
    );
  const extended = { width: Math.max(width, tilePx), height: Math.max(height, tilePx) };
  const overlapX = extended.width > tilePx ? overlap : 0;
  const overlapY = extended.height > tilePx ? overlap : 0;
  return {
    width,
    height,
    tilePx,
    overlapX,
    overlapY,
    extended,
    columns: positions(extended.width, tilePx, tilePx - 2 * overlapX),
    rows: positions(extended.height, tilePx, tilePx - 2 * overlapY),
  };
}

function positions(length: number, tilePx: number, stepPx: number): number[] {
  return Array.from({ length: Math.ceil(length / stepPx) }, (_, i) => Math.min(i * stepPx, length - tilePx));
}

/** All tiles as the reference visits them, some of them twice. */
export function allTiles({ columns, rows }: TileGrid): Tile[] {
  return rows.flatMap((y, row) =>
    columns.map((x, column) => ({ index: row * columns.length + column, x, y })),
  );
}

/**
 * The tiles without those that come again at the same place. A repeat gives the same pixels, so the image is the
 * same and up to half of the network runs are saved; the last of equal tiles is the one that stays.
 */
export function distinctTiles(grid: TileGrid): Tile[] {
  const { columns, rows } = grid;
  return allTiles(grid).filter(
    ({ index, x, y }) =>
      columns[(index % columns.length) + 1] !== x && rows[Math.floor(index / columns.length) + 1] !== y,
  );
}

/** The part of the image that a tile's result is pasted to; where two overlap, the later tile wins. */
export function pasteRectangle(grid: TileGrid, { x, y }: Tile): Rectangle {
  const across = kept(x, grid.tilePx, grid.overlapX, grid.extended.width, grid.width);
  const down = kept(y, grid.tilePx, grid.overlapY, grid.extended.height, grid.height);
  return { x: across.start, y: down.start, width: across.end - across.start, height: down.end - down.start };
}

function kept(position: number, tilePx: number, overlapPx: number, extended: number, original: number) {
  const end = position + tilePx;
  return {
    start: position === 0 ? 0 : position + overlapPx,
    end: Math.min(end === extended ? end : end - overlapPx, original),
  };
}

/** The pixels of a tile, continued by mirroring where the image is smaller than it. */
export async function readTile(source: PixelSource, grid: TileGrid, { x, y }: Tile): Promise<Raster> {
  const { tilePx } = grid;
  const part = await source.read(x, y, Math.min(tilePx, grid.width), Math.min(tilePx, grid.height));
  return part.width === tilePx && part.height === tilePx ? part : mirrorExtended(part, tilePx);
}

/** An image continued to the right and downwards by its mirror image, as often as needed. */
function mirrorExtended(part: Raster, tilePx: number): Raster {
  const { channels, data } = part;
  const tile = emptyRaster(tilePx, tilePx, channels);
  let o = 0;
  for (let y = 0; y < tilePx; y++) {
    const row = mirrored(y, part.height) * part.width;
    for (let x = 0; x < tilePx; x++) {
      const p = (row + mirrored(x, part.width)) * channels;
      for (let c = 0; c < channels; c++) tile.data[o++] = data[p + c]!;
    }
  }
  return tile;
}

/** 0 1 2 2 1 0 0 1 2 … for a length of 3: doubling by mirrored copies repeats after twice the length. */
function mirrored(position: number, length: number): number {
  const within = position % (2 * length);
  return within < length ? within : 2 * length - 1 - within;
}
