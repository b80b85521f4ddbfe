import assert from 'node:assert/strict';
import { memorySink, memorySource, readWhole } from '../../../engine/images/memory.js';
import type { PixelSink } from '../../../engine/images/pixelSource.js';
import { mosaic } from '../../../engine/inference/stitch.js';
import { allTiles, distinctTiles, readTile, tileGrid } from '../../../engine/inference/tiles.js';
import type { Raster } from '../../../engine/protocol/raster.js';
import { patterned } from '../images/samplePixels.js';

describe('a mosaic of tiles', () => {
  for (const [width, height, tilePx, overlapPx, channels] of [
    [100, 80, 32, 2, 3],
    [61, 33, 16, 7, 1],
    [20, 90, 32, 4, 3],
    [5, 3, 16, 1, 3],
    [1, 1, 8, 1, 1],
  ] as const)
    it(`of an image's own tiles is the image: ${width} × ${height} × ${channels}, tile ${tilePx}`, async () => {
      const image = patterned(width, height, channels);
      const grid = tileGrid(image, { tilePx, overlapPx });
      const target = mosaic(grid, memorySink(width, height, channels));
      for (const tile of distinctTiles(grid))
        await target.paste(tile, await readTile(memorySource(image), grid, tile));
      assert.deepEqual((await readWhole(await target.finish())).data, image.data);
    });

  it('shows the later of two tiles where both would be pasted', async () => {
    const grid = tileGrid({ width: 12, height: 8 }, { tilePx: 8, overlapPx: 1 });
    const target = mosaic(grid, memorySink(12, 8, 1));
    const flat = (level: number): Raster => ({
      width: 8,
      height: 8,
      channels: 1,
      data: new Uint8Array(64).fill(level),
    });
    assert.deepEqual(grid.columns, [0, 4]);
    for (const tile of allTiles(grid)) await target.paste(tile, flat(tile.index + 1));
    const row = await (await target.finish()).read(0, 3, 12, 1);
    assert.deepEqual([...row.data], [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]);
  });

  it('writes whole rows, one band per row of tiles, so that a file gets few large writes', async () => {
    const image = patterned(100, 80);
    const writes: number[][] = [];
    const sink: PixelSink = {
      ...memorySink(100, 80, 3),
      write: (x, y, { width, height }) => Promise.resolve(void writes.push([x, y, width, height])),
    };
    const grid = tileGrid(image, { tilePx: 32, overlapPx: 2 });
    const target = mosaic(grid, sink);
    for (const tile of distinctTiles(grid)) await target.paste(tile, patterned(32, 32));
    await target.finish();
    assert.deepEqual(writes, [
      [0, 0, 100, 30],
      [0, 30, 100, 28],
      [0, 50, 100, 30],
    ]);
  });

  it('refuses tiles of another size and rows out of order', async () => {
    const grid = tileGrid({ width: 20, height: 20 }, { tilePx: 8, overlapPx: 0 });
    const target = mosaic(grid, memorySink(20, 20, 3));
    const tiles = allTiles(grid);
    await assert.rejects(target.paste(tiles[0]!, patterned(9, 8)), RangeError);
    await assert.rejects(target.paste(tiles[0]!, patterned(8, 8, 1)), RangeError);
    await target.paste(tiles[3]!, patterned(8, 8));
    await assert.rejects(target.paste(tiles[0]!, patterned(8, 8)), RangeError);
    assert.throws(() => mosaic(grid, memorySink(20, 19, 3)), RangeError);
  });

  it('passes a cancellation on', async () => {
    let discarded = false;
    const sink: PixelSink = {
      ...memorySink(8, 8, 3),
      discard: () => Promise.resolve(void (discarded = true)),
    };
    await mosaic(tileGrid(sink, { tilePx: 8 }), sink).discard();
    assert.ok(discarded);
  });
});
