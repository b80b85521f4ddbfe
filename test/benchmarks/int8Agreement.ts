// `node out/test/benchmarks/int8Agreement.js [--model DIR] [--filters N] [--calibrate IMAGE] IMAGE…`: how far the
// int8 networks are from the float32 ones where it matters: in the class mask and in the cells found.

import { parseArgs } from 'node:util';
import type { Planes } from '../../engine/backends/backend.js';
import { openOnnxBackend } from '../../engine/backends/onnx/openOnnxBackend.js';
import { openImage } from '../../engine/images/decode.js';
import { inferTile } from '../../engine/inference/inferTile.js';
import type { LoadedModel } from '../../engine/inference/loadedModel.js';
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
    model: { type: 'string', default: 'models/deepliif-tiny' },
    filters: { type: 'string' },
    calibrate: { type: 'string' },
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
const calibrationTile = values.calibrate ? (await tilesOf(values.calibrate))[0]! : tiles[0]!;

const float = await loadBenchModel(model, backend, 'float32');
const expected = new Map<string, ReadonlyMap<string, Planes>>();
for (const { name, tile } of tiles) expected.set(name, await infer(float, tile));
const typical = await infer(float, calibrationTile.tile);
await float.dispose();
const int8 = await loadBenchModel(model, backend, 'int8', [typical]);

process.stdout.write(`calibrated on ${calibrationTile.name}\n`);
const totals = [0, 0];
let share = 0;
for (const { name, tile } of tiles) {
  const want = expected.get(name)!;
  const got = await infer(int8, tile);
  const errors = model.plan.steps.map(
    (step) => `${step.name} ${meanError(want.get(step.name)!, got.get(step.name)!).toFixed(2)}`,
  );
  const [seg] = model.plan.maps;
  const [a, b] = [want, got].map((images) => summary(tile, images, seg!.name)) as [Summary, Summary];
  const same =
    a.classes.reduce((sum, value, i) => sum + Number(value === b.classes[i]), 0) / a.classes.length;
  totals[0]! += a.cells;
  totals[1]! += b.cells;
  share += same;
  process.stdout.write(
    `${name}: mask ${(100 * same).toFixed(2)} % · cells ${a.cells} → ${b.cells} · positive ${a.positive} → ` +
      `${b.positive}\n    mean error in grey levels: ${errors.join(', ')}\n`,
  );
}
process.stdout.write(
  `total: cells ${totals.join(' → ')} · masks ${((100 * share) / tiles.length).toFixed(3)} %\n`,
);
await int8.dispose();
await backend.dispose();

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

async function infer(loaded: LoadedModel, tile: Raster): Promise<ReadonlyMap<string, Planes>> {
  return inferTile(loaded, new Map([[model.manifest.inputs[0]!, rasterToPlanes(tile)]]));
}

function meanError(expectedImage: Planes, image: Planes): number {
  const sum = image.data.reduce((total, value, i) => total + Math.abs(value - expectedImage.data[i]!), 0);
  return (127.5 * sum) / image.data.length;
}

interface Summary {
  readonly classes: Uint8Array;
  readonly cells: number;
  readonly positive: number;
}

function summary(tile: Raster, images: ReadonlyMap<string, Planes>, segmentation: string): Summary {
  const seg = planesToRaster(images.get(segmentation)!);
  const marker = images.get('marker');
  const { scoring } = postprocess(tile, seg, marker && planesToRaster(marker), { resolution: '40x' });
  return {
    classes: classifyPixels(seg, DEFAULT_SEG_THRESHOLD),
    cells: scoring.num_total,
    positive: scoring.num_pos,
  };
}
