// Parity of resizing and tiling against fixture folder i_resize_tiler: Pillow's bicubic filter byte for byte, and the
// tile positions, ownership and mirror extension of the reference's InferenceTiler. All are exact.

import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openImage } from '../../engine/images/decode.js';
import { memorySink, memorySource, readWhole } from '../../engine/images/memory.js';
import type { PixelSource } from '../../engine/images/pixelSource.js';
import { resizeBicubic } from '../../engine/images/resize.js';
import { mosaic } from '../../engine/inference/stitch.js';
import {
  allTiles,
  distinctTiles,
  readTile,
  tileGrid,
  type Tile,
  type TileGrid,
} from '../../engine/inference/tiles.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { largestDifference, type ParityCheck, type ParitySuite } from './check.js';
import { measured } from './measured.js';

interface Manifest {
  readonly resize: readonly {
    readonly src: string;
    readonly dst: string;
    readonly size_wh: Pair;
    /** Hash of the RGB bytes. */
    readonly sha256: string;
  }[];
  readonly tiler: readonly TilerEntry[];
  readonly mirror: { readonly src: string; readonly tile_size: number; readonly tile0: string };
}

type Pair = readonly [number, number];

/** Runs of equal owners along a row or column: tile number, length. */
type Runs = readonly Pair[];

interface TilerEntry {
  readonly size_wh: Pair;
  readonly tile_size: number;
  readonly overlap: number;
  /** Width of a frame of constant colour inside the tile; the grid is that of the tile without it. */
  readonly pad: number;
  readonly image_after_mirror_wh: Pair;
  readonly center_wh: Pair;
  readonly tile_xy: readonly Pair[];
  readonly owner_rows_rle: Readonly<Record<string, Runs>>;
  readonly owner_cols_rle: Readonly<Record<string, Runs>>;
  readonly identity_equals_input: boolean;
  readonly out_wh: Pair;
}

export const iResizeTiler: ParitySuite = async function* (root) {
  const folder = join(root, 'i_resize_tiler');
  const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as Manifest; // trusted fixture
  for (const entry of manifest.resize)
    yield await measured(`i_resize_tiler · ${entry.src} → ${entry.size_wh.join('×')}`, 0, async () => {
      const resized = resizeBicubic(await readImage(join(folder, entry.src)), ...entry.size_wh);
      const sha256 = createHash('sha256').update(resized.data).digest('hex');
      const error = largestDifference(resized.data, (await readImage(join(folder, entry.dst))).data);
      return error === 0 && sha256 !== entry.sha256 ? Infinity : error;
    });
  for (const entry of manifest.tiler) yield* tilerChecks(entry);
  const { src, tile_size: tilePx, tile0 } = manifest.mirror;
  yield await measured(`i_resize_tiler · ${src} mirrored to ${tilePx} px`, 0, async () => {
    const image = await readImage(join(folder, src));
    const grid = tileGrid(image, { tilePx });
    const tile = await readTile(memorySource(image), grid, allTiles(grid)[0]!);
    return largestDifference(tile.data, (await readImage(join(folder, tile0))).data);
  });
};

async function readImage(path: string): Promise<Raster> {
  const source = await openImage(path, { colour: 'as-stored' });
  try {
    return await readWhole(source);
  } finally {
    await source.close();
  }
}

async function* tilerChecks(entry: TilerEntry): AsyncGenerator<ParityCheck> {
  const { size_wh: size, tile_size, overlap, pad } = entry;
  const [width, height] = size;
  const name = `i_resize_tiler · ${size.join('×')} in tiles of ${tile_size}, overlap ${overlap}, pad ${pad}`;
  const grid = tileGrid({ width, height }, { tilePx: tile_size - 2 * pad, overlapPx: overlap });

  yield await measured(`${name} · positions`, 0, () =>
    largestDifference(
      allTiles(grid).flatMap(({ x, y }) => [x, y]),
      entry.tile_xy.flat(),
    ),
  );
  yield await measured(`${name} · extension and centre`, 0, () =>
    largestDifference(
      [
        grid.extended.width,
        grid.extended.height,
        grid.tilePx - 2 * grid.overlapX,
        grid.tilePx - 2 * grid.overlapY,
      ],
      [...entry.image_after_mirror_wh, ...entry.center_wh],
    ),
  );
  yield await measured(`${name} · ownership`, 0, async () => {
    const owners = await pasted(grid, allTiles(grid), ({ index }) =>
      Promise.resolve(flat(grid.tilePx, index)),
    );
    let wrong = largestDifference([owners.width, owners.height], entry.out_wh);
    for (const [y, runs] of Object.entries(entry.owner_rows_rle))
      wrong += differingOwners(await owners.read(0, Number(y), width, 1), runs);
    for (const [x, runs] of Object.entries(entry.owner_cols_rle))
      wrong += differingOwners(await owners.read(Number(x), 0, 1, height), runs);
    return wrong;
  });
  if (entry.identity_equals_input)
    for (const [which, tiles] of [
      ['all', allTiles(grid)],
      ['distinct', distinctTiles(grid)],
    ] as const)
      yield await measured(`${name} · identity over ${which} tiles`, 0, async () => {
        const image = patterned(width, height);
        const source = memorySource(image);
        const result = await pasted(grid, tiles, (tile) => readTile(source, grid, tile));
        return largestDifference((await readWhole(result)).data, image.data);
      });
}

async function pasted(
  grid: TileGrid,
  tiles: readonly Tile[],
  result: (tile: Tile) => Promise<Raster>,
): Promise<PixelSource> {
  const target = mosaic(grid, memorySink(grid.width, grid.height, 3));
  for (const tile of tiles) await target.paste(tile, await result(tile));
  return target.finish();
}

/** A tile filled with its own number, in three bytes. */
function flat(tilePx: number, number: number): Raster {
  const data = new Uint8Array(tilePx * tilePx * 3);
  for (let i = 0; i < data.length; i += 3) {
    data[i] = number >> 16;
    data[i + 1] = number >> 8;
    data[i + 2] = number;
  }
  return { width: tilePx, height: tilePx, channels: 3, data };
}

/** Number of pixels along a row or column with another owner; Infinity if the lengths differ. */
function differingOwners({ data }: Raster, runs: Runs): number {
  const expected = runs.flatMap(([owner, length]) => Array.from({ length }, () => owner));
  if (expected.length * 3 !== data.length) return Infinity;
  return expected.filter(
    (owner, i) => ((data[3 * i]! << 16) | (data[3 * i + 1]! << 8) | data[3 * i + 2]!) !== owner,
  ).length;
}

/** An image whose pixels all differ from their neighbours, so that a shift by one shows. */
function patterned(width: number, height: number): Raster {
  const data = new Uint8Array(width * height * 3);
  for (let i = 0; i < data.length; i++) data[i] = Math.imul(i, 2654435761) >>> 24;
  return { width, height, channels: 3, data };
}
