// `npm run bench:int8 -- [--model DIR] [--filters N] [--tiles N] IMAGE…`: difference of int8 from float32 in the class
// mask and in the cells found. `--filters 64` first widens a small model to full size without changing its function
// (see widen.ts), since narrow networks hardly use 8 bits.
//
// Cells are counted twice: with the automatic size threshold of each result, which jumps if one cell more or less
// changes the histogram of sizes, and with the threshold of the float32 result for both.

import { parseArgs } from 'node:util';
import type { Planes, Precision } from '../../engine/backends/backend.js';
import { openOnnxBackend } from '../../engine/backends/onnx/openOnnxBackend.js';
import { openImage } from '../../engine/images/decode.js';
import { inferTile } from '../../engine/inference/inferTile.js';
import { planesToRaster, rasterToPlanes } from '../../engine/inference/normalise.js';
import { readTile, tileGrid, allTiles } from '../../engine/inference/tiles.js';
import { classifyPixels } from '../../engine/postprocessing/pixelClasses.js';
import { postprocess } from '../../engine/postprocessing/postprocess.js';
import { DEFAULT_SEG_THRESHOLD } from '../../engine/postprocessing/thresholds.js';
import type { Raster } from '../../engine/protocol/raster.js';
import { loadBenchModel, readBenchModel } from './benchModel.js';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    model: { type: 'string', default: 'test/fixtures/models/deepliif-tiny' },
    filters: { type: 'string' },
    tiles: { type: 'string', default: '4' },
  },
});

interface NamedTile {
  readonly name: string;
  readonly tile: Raster;
}

const model = await readBenchModel(
  values.model,
  values.filters === undefined ? undefined : Number(values.filters),
);
const backend = await openOnnxBackend('cpu');
const tilePx = model.manifest.tilePx;
const most = Number(values.tiles);

const tiles: NamedTile[] = [];
for (const path of positionals) tiles.push(...(await tilesOf(path)));

const float32 = await inferAll('float32');
const int8 = await inferAll('int8');
await backend.dispose();

const totals = { float32: 0, int8: 0, int8SameThreshold: 0, equalPixels: 0 };
for (const [index, { name, tile }] of tiles.entries()) {
  const [expected, actual] = [float32[index]!, int8[index]!];
  const a = summary(tile, expected, 'auto');
  const b = summary(tile, actual, 'auto');
  const same = summary(tile, actual, a.sizeThreshold);
  const equal =
    a.classes.reduce((sum, value, i) => sum + Number(value === b.classes[i]), 0) / a.classes.length;
  totals.float32 += a.cells;
  totals.int8 += b.cells;
  totals.int8SameThreshold += same.cells;
  totals.equalPixels += equal;
  process.stdout.write(
    `${name}: mask ${percent(equal)} · cells ${a.cells} → ${b.cells}, positive ${a.positive} → ${b.positive} ` +
      `(size threshold ${a.sizeThreshold} → ${b.sizeThreshold}; ${same.cells} cells with the same)\n` +
      `    mean error in grey levels: ${errors(expected, actual)}\n`,
  );
}
process.stdout.write(
  `all ${tiles.length} tiles: mask ${percent(totals.equalPixels / tiles.length)} · cells ${totals.float32} → ` +
    `${totals.int8} (${totals.int8SameThreshold} with the same size thresholds)\n`,
);

/** Runs all networks on each tile; keeps every output. */
async function inferAll(precision: Precision): Promise<ReadonlyMap<string, Planes>[]> {
  const loaded = await loadBenchModel(model, backend, precision);
  const results = [];
  for (const { tile } of tiles)
    results.push(await inferTile(loaded, new Map([[model.manifest.inputs[0]!, rasterToPlanes(tile)]])));
  await loaded.dispose();
  return results;
}

async function tilesOf(path: string): Promise<NamedTile[]> {
  const image = await openImage(path, { colour: 'as-stored' });
  try {
    const grid = tileGrid(image, { tilePx, overlapPx: 0 });
    const named: NamedTile[] = [];
    for (const tile of allTiles(grid).slice(0, most))
      named.push({
        name: `${path.split('/').at(-1)!} (${tile.x}, ${tile.y})`,
        tile: await readTile(image, grid, tile),
      });
    return named;
  } finally {
    await image.close();
  }
}

function errors(expected: ReadonlyMap<string, Planes>, actual: ReadonlyMap<string, Planes>): string {
  return [...model.plan.steps, ...model.plan.maps]
    .map(({ name }) => `${name} ${meanError(expected.get(name)!, actual.get(name)!).toFixed(2)}`)
    .join(', ');
}

function meanError(expected: Planes, actual: Planes): number {
  const sum = actual.data.reduce((total, value, i) => total + Math.abs(value - expected.data[i]!), 0);
  return (127.5 * sum) / actual.data.length;
}

interface Summary {
  readonly classes: Uint8Array;
  readonly cells: number;
  readonly positive: number;
  readonly sizeThreshold: number;
}

function summary(tile: Raster, images: ReadonlyMap<string, Planes>, sizeThreshold: 'auto' | number): Summary {
  const seg = planesToRaster(images.get(model.plan.maps[0]!.name)!);
  const marker = images.get('marker');
  const { scoring, thresholds } = postprocess(tile, seg, marker && planesToRaster(marker), {
    resolution: '40x',
    sizeThreshold,
  });
  return {
    classes: classifyPixels(seg, DEFAULT_SEG_THRESHOLD),
    cells: scoring.num_total,
    positive: scoring.num_pos,
    sizeThreshold: thresholds.sizeThreshold,
  };
}

function percent(share: number): string {
  return `${(100 * share).toFixed(2)} %`;
}
