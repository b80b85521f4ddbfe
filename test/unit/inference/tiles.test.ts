import assert from 'node:assert/strict';
import { memorySource, readWhole } from '../../../engine/images/memory.js';
import type { PixelSource } from '../../../engine/images/pixelSource.js';
import {
  allTiles,
  distinctTiles,
  pasteRectangle,
  readTile,
  tileGrid,
  type TileOptions,
} from '../../../engine/inference/tiles.js';
import { refusal } from '../checkpoints/refusal.js';
import { cutOut, patterned } from '../images/samplePixels.js';

const cut = (width: number, height = 512, options: TileOptions = { tilePx: 512 }) =>
  tileGrid({ width, height }, options);

describe('tiles of 512 px with an overlap of 32 px', () => {
  for (const width of [512, 513, 992, 993, 1024, 4096, 10_007])
    it(`end exactly at the right edge of an image ${width} px wide`, () =>
      assert.equal(cut(width).columns.at(-1)! + 512, width));

  it('step by what they keep, 448 px, and are moved back at the edge', () =>
    assert.deepEqual(cut(1203, 901), {
      width: 1203,
      height: 901,
      tilePx: 512,
      overlapX: 32,
      overlapY: 32,
      extended: { width: 1203, height: 901 },
      columns: [0, 448, 691],
      rows: [0, 389, 389],
    }));

  it('need no overlap in a direction where one of them covers the image', () => {
    const { overlapX, overlapY, columns, rows } = cut(1024, 512);
    assert.deepEqual(
      { overlapX, overlapY, columns, rows },
      { overlapX: 32, overlapY: 0, columns: [0, 448, 512], rows: [0] },
    );
  });
});

describe('the overlap', () => {
  for (const [tilePx, overlapPx] of [
    [512, 32],
    [256, 16],
    [128, 8],
    [300, 18],
    [15, 0],
  ] as const)
    it(`is ${overlapPx} px by default for tiles of ${tilePx} px`, () =>
      assert.equal(cut(5000, 5000, { tilePx }).overlapX, overlapPx));

  for (const overlapPx of [-1, 1.5, NaN, 256, 300])
    it(`of ${overlapPx} px is refused for tiles of 512 px`, () =>
      assert.throws(() => cut(900, 900, { tilePx: 512, overlapPx }), refusal(/0 to 255/, 'usage')));

  it('may leave a single pixel of the tile', () =>
    assert.equal(cut(20, 9, { tilePx: 9, overlapPx: 4 }).columns.length, 20));
});

describe('a tile size', () => {
  for (const tilePx of [0, -5, 0.5, NaN, Infinity, 100_000])
    it(`of ${tilePx} is refused`, () =>
      assert.throws(() => cut(9, 9, { tilePx }), refusal(/1 to 8192/, 'usage')));
});

describe('what tiles paste', () => {
  for (const [width, height, tilePx, overlapPx] of [
    [1203, 901, 512, 32],
    [300, 200, 512, 32],
    [96, 51, 32, 0],
    [97, 50, 32, 15],
    [1, 1, 1, 0],
    [1, 40, 8, 2],
  ] as const)
    it(`covers each pixel of ${width} × ${height} (tile ${tilePx}, overlap ${overlapPx})`, () => {
      const grid = tileGrid({ width, height }, { tilePx, overlapPx });
      const painted = new Uint8Array(width * height);
      for (const tile of distinctTiles(grid)) {
        const target = pasteRectangle(grid, tile);
        assert.ok(target.x >= tile.x && target.y >= tile.y, 'inside its tile');
        for (let y = target.y; y < target.y + target.height; y++)
          painted.fill(1, y * width + target.x, y * width + target.x + target.width);
      }
      assert.ok(painted.every((touched) => touched === 1));
    });

  it('keeps the margin of neighbours out, except at the edges of the image', () => {
    const grid = tileGrid({ width: 1203, height: 512 }, { tilePx: 512 });
    assert.deepEqual(
      allTiles(grid).map((tile) => pasteRectangle(grid, tile)),
      [
        { x: 0, y: 0, width: 480, height: 512 },
        { x: 480, y: 0, width: 448, height: 512 },
        { x: 723, y: 0, width: 480, height: 512 },
      ],
    );
  });
});

describe('distinct tiles', () => {
  it('are the reference tiles without repeats at the edges', () => {
    const grid = tileGrid({ width: 1200, height: 900 }, { tilePx: 512 });
    assert.equal(allTiles(grid).length, 9);
    assert.deepEqual(
      distinctTiles(grid).map(({ index, x, y }) => [index, x, y]),
      [
        [0, 0, 0],
        [1, 448, 0],
        [2, 688, 0],
        [6, 0, 388],
        [7, 448, 388],
        [8, 688, 388],
      ],
    );
  });

  it('come once each even when the overlap is nearly half of the tile', () => {
    const grid = tileGrid({ width: 60, height: 40 }, { tilePx: 16, overlapPx: 7 });
    const places = distinctTiles(grid).map(({ x, y }) => `${x},${y}`);
    assert.equal(new Set(places).size, places.length);
    assert.deepEqual(new Set(places), new Set(allTiles(grid).map(({ x, y }) => `${x},${y}`)));
  });
});

describe('reading a tile', () => {
  it('asks for the pixels of that tile only', async () => {
    const image = patterned(100, 80);
    const asked: number[][] = [];
    const source: PixelSource = {
      ...memorySource(image),
      read: (...rectangle) => {
        asked.push(rectangle);
        return memorySource(image).read(...rectangle);
      },
    };
    const grid = tileGrid(source, { tilePx: 32 });
    const tile = await readTile(source, grid, allTiles(grid)[3]!);
    assert.deepEqual(asked, [[68, 0, 32, 32]]);
    assert.deepEqual([...tile.data], cutOut(image, 68, 0, 32, 32));
  });

  it('continues a small image by mirroring, as often as needed', async () => {
    const image = { width: 3, height: 2, channels: 1, data: Uint8Array.of(1, 2, 3, 4, 5, 6) } as const;
    const grid = tileGrid(image, { tilePx: 8 });
    const tile = await readTile(memorySource(image), grid, allTiles(grid)[0]!);
    assert.deepEqual(grid.extended, { width: 8, height: 8 });
    assert.deepEqual(cutOut(tile, 0, 0, 8, 1), [1, 2, 3, 3, 2, 1, 1, 2]);
    assert.deepEqual(cutOut(tile, 0, 0, 1, 8), [1, 4, 4, 1, 1, 4, 4, 1]);
  });

  it('of an image narrower but higher than the tile mirrors to the right only', async () => {
    const image = patterned(5, 30, 1);
    const grid = tileGrid(image, { tilePx: 8, overlapPx: 1 });
    const last = distinctTiles(grid).at(-1)!;
    const tile = await readTile(memorySource(image), grid, last);
    assert.equal(last.y, 22);
    assert.deepEqual(cutOut(tile, 0, 0, 5, 8), cutOut(image, 0, 22, 5, 8));
    assert.deepEqual(cutOut(tile, 5, 7, 3, 1), cutOut(image, 2, 29, 3, 1).reverse());
  });

  it('of a single pixel repeats it', async () => {
    const source = memorySource({ width: 1, height: 1, channels: 1, data: Uint8Array.of(77) });
    const tile = await readTile(source, tileGrid(source, { tilePx: 4 }), { index: 0, x: 0, y: 0 });
    assert.ok(tile.data.length === 16 && tile.data.every((level) => level === 77));
    assert.deepEqual([...(await readWhole(source)).data], [77]);
  });
});
