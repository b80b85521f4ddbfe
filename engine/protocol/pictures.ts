// Pictures of any size, for the screen: in levels, each half as large as the one before, cut into tiles.

/** Side of a tile, except at the right and bottom edges. */
export const PICTURE_TILE_PX = 512;

export interface PictureInfo {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Level 0 is the picture itself; the last level fits in one tile. */
  readonly levels: number;
  /** Micrometres per pixel of level 0, if the file says it. */
  readonly mpp?: number;
}

/** Column and row of a tile among those of its level. */
export interface TileAddress {
  readonly level: number;
  readonly column: number;
  readonly row: number;
}

export interface PictureTile {
  readonly widthPx: number;
  readonly heightPx: number;
  /** Red, green, blue, opaque; row by row. */
  readonly rgba: Uint8Array;
}

/** Sides of a level: halves, rounded up. */
export function levelSize(
  { widthPx, heightPx }: { readonly widthPx: number; readonly heightPx: number },
  level: number,
): { readonly widthPx: number; readonly heightPx: number } {
  const scale = 2 ** level;
  return { widthPx: Math.ceil(widthPx / scale), heightPx: Math.ceil(heightPx / scale) };
}

/** Number of levels until one tile holds the whole picture. */
export function levelCount(widthPx: number, heightPx: number): number {
  return 1 + Math.max(0, Math.ceil(Math.log2(Math.max(widthPx, heightPx) / PICTURE_TILE_PX)));
}
