// Choice of the tiles that a view needs: the level whose pixels are about as fine as the screen's, nearest tiles first.

import {
  levelSize,
  PICTURE_TILE_PX,
  type PictureInfo,
  type TileAddress,
} from '../../engine/protocol/pictures.js';
import type { Bounds } from './camera.js';

/** Coarsest level that is not coarser than the screen; `zoom` is log2 of device pixels per picture pixel. */
export function levelFor(zoom: number, levels: number): number {
  return Math.min(Math.max(Math.floor(-zoom + 1e-6), 0), levels - 1);
}

/** Tiles in sight, those nearest to the middle first. */
export function tilesInSight(
  info: PictureInfo,
  zoom: number,
  [left, top, right, bottom]: Bounds,
): TileAddress[] {
  const level = levelFor(zoom, info.levels);
  const { widthPx, heightPx } = levelSize(info, level);
  const side = PICTURE_TILE_PX * 2 ** level;
  const lastColumn = Math.ceil(widthPx / PICTURE_TILE_PX) - 1;
  const lastRow = Math.ceil(heightPx / PICTURE_TILE_PX) - 1;
  const tiles: TileAddress[] = [];
  for (
    let row = Math.max(0, Math.floor(top / side));
    row <= Math.min(lastRow, Math.floor(bottom / side));
    row++
  )
    for (
      let column = Math.max(0, Math.floor(left / side));
      column <= Math.min(lastColumn, Math.floor(right / side));
      column++
    )
      tiles.push({ level, column, row });
  const distance = ({ column, row }: TileAddress) =>
    Math.hypot((column + 0.5) * side - (left + right) / 2, (row + 0.5) * side - (top + bottom) / 2);
  return tiles.sort((a, b) => distance(a) - distance(b));
}

/** Bounds of a tile in the picture; sizes of levels are rounded up, so the last tiles may end a little outside. */
export function tileBounds(
  { level, column, row }: TileAddress,
  tile: { readonly widthPx: number; readonly heightPx: number },
): Bounds {
  const scale = 2 ** level;
  const left = column * PICTURE_TILE_PX * scale;
  const top = row * PICTURE_TILE_PX * scale;
  return [left, top, left + tile.widthPx * scale, top + tile.heightPx * scale];
}

export function tileKey({ level, column, row }: TileAddress): string {
  return `${level}/${column}/${row}`;
}
