// An image through the model, tile by tile: cut, skip empty tiles, run, stitch (docs/reference.md 6.1–6.5). Memory is
// bounded by a band of tiles per output image, whatever the size of the image.

import { setImmediate } from 'node:timers/promises';
import type { Planes } from '../backends/backend.js';
import type { ModelManifest } from '../deepliif/manifest.js';
import type { PixelSink, PixelSource } from '../images/pixelSource.js';
import { resizeBicubic } from '../images/resize.js';
import { postProcessorNamed } from '../postprocessing/findPostProcessors.js';
import { EngineError } from '../protocol/errors.js';
import type { EmptyTiles } from '../protocol/emptyTiles.js';
import type { Control } from '../protocol/progress.js';
import type { Raster, Rgb } from '../protocol/raster.js';
import { throwIfCancelled } from '../control/cancel.js';
import { fullest, tileContent } from './emptyTile.js';
import { inferTile } from './inferTile.js';
import type { LoadedModel, TileModel } from './loadedModel.js';
import { planesToRaster, rasterToPlanes } from './normalise.js';
import { mosaic, type Mosaic } from './stitch.js';
import { countColours, noColours, unlikeIhc } from './unlikeIhc.js';
import { distinctTiles, readTile, tileGrid, type TileGrid, type TileOptions } from './tiles.js';

export interface InferredImages {
  /** Output name (and the marker, for scoring, even if it is no output) → pixels. The caller closes them. */
  readonly images: ReadonlyMap<string, PixelSource>;
  readonly tiles: { readonly total: number; readonly empty: number };
  /** Sentences on what the image seems to be, if not what the model was made for. */
  readonly notices: readonly string[];
}

export interface InferenceOptions extends TileOptions {
  /** Tiles for which no network runs; default `skip`. */
  readonly emptyTiles?: EmptyTiles | undefined;
  /** True to keep maps as the networks make them, whatever the manifest says, so that copies of a model can be compared. */
  readonly asNetworksMake?: boolean;
}

/** Name of the input that shows hematoxylin and DAB. */
const IHC = 'ihc';

/** Makes the place where an output image is collected, in memory or on disk. */
export type MakeSink = (width: number, height: number) => Promise<PixelSink>;

/**
 * Runs the model's plan over an image.
 *
 * `source`: RGB; a model of K inputs reads an image of K equal parts side by side. Tiles of another size than the
 * model's are resized to it and back, as in the reference. Cancelled or failed, nothing is left open.
 */
export async function inferImage(
  source: PixelSource,
  model: TileModel,
  options: InferenceOptions,
  makeSink: MakeSink,
  control: Control = {},
): Promise<InferredImages> {
  const inputs = inputImages(source, model.manifest.inputs);
  const { width, height } = inputs[0]![1];
  const grid = tileGrid({ width, height }, options);
  const tiles = distinctTiles(grid);
  const mosaics = new Map<string, Mosaic>();
  const colours = noColours();
  let empty = 0;
  try {
    for (const { name } of model.plan.kept) mosaics.set(name, mosaic(grid, await makeSink(width, height)));
    for (const [done, tile] of tiles.entries()) {
      await setImmediate();
      throwIfCancelled(control);
      control.report?.({ stage: 'tiles', done, total: tiles.length });
      const read = await Promise.all(
        inputs.map(async ([name, input]) => [name, await readTile(input, grid, tile)] as const),
      );
      for (const [name, raster] of read) if (name === IHC) countColours(colours, raster);
      const content = fullest(read.map(([, raster]) => tileContent(raster, options.emptyTiles)));
      if (content === 'empty') empty++;
      const fitting = content === 'sparse' ? await fittingSparseTiles(model, control) : model;
      const results =
        content === 'empty'
          ? emptyResults(model, grid)
          : await tileResults(
              fitting,
              new Map(read),
              mosaics.keys(),
              { grid, asNetworksMake: options.asNetworksMake === true },
              control,
            );
      for (const [name, result] of results) await mosaics.get(name)?.paste(tile, result);
    }
    control.report?.({ stage: 'tiles', done: tiles.length, total: tiles.length });
    const notice = unlikeIhc(colours);
    return {
      images: await finishAll(mosaics),
      tiles: { total: tiles.length, empty },
      notices: notice === undefined ? [] : [notice],
    };
  } catch (error) {
    for (const image of mosaics.values()) await image.discard();
    throw error;
  }
}

/**
 * The model with trained statistics in its batch norms. A tile of blank glass with one nucleus has hardly any variance:
 * dividing by it makes cells of noise, and loses the nucleus (docs/reference.md 6.4).
 */
async function fittingSparseTiles(model: TileModel, control: Control): Promise<TileModel> {
  if ('infer' in model) return model;
  return { ...model, networks: (await model.networksForSparseTiles?.(control)) ?? model.networks };
}

async function tileResults(
  model: TileModel,
  inputs: ReadonlyMap<string, Raster>,
  names: Iterable<string>,
  { grid, asNetworksMake }: { readonly grid: TileGrid; readonly asNetworksMake: boolean },
  control: Control,
): Promise<ReadonlyMap<string, Raster>> {
  const networkPx = model.manifest.tilePx;
  const seen = new Map<string, Raster>();
  for (const [name, tile] of inputs) seen.set(name, resizeBicubic(tile, networkPx, networkPx));
  const images =
    'infer' in model ? await model.infer(seen, control) : await imagesOfNetworks(model, seen, names, control);
  const isMap = (name: string) => model.plan.maps.some((map) => map.name === name);
  const results = new Map<string, Raster>();
  for (const [name, picture] of images) {
    const refined =
      !asNetworksMake && isMap(name) ? await refine(picture, model.manifest, seen.get(IHC)) : picture;
    results.set(name, resizeBicubic(refined, grid.tilePx, grid.tilePx));
  }
  return results;
}

async function imagesOfNetworks(
  model: LoadedModel,
  seen: ReadonlyMap<string, Raster>,
  names: Iterable<string>,
  control: Control,
): Promise<ReadonlyMap<string, Raster>> {
  const planes = new Map<string, Planes>();
  for (const [name, picture] of seen) planes.set(name, rasterToPlanes(picture));
  const images = await inferTile(model, planes, control);
  return new Map([...names].map((name) => [name, planesToRaster(images.get(name)!)]));
}

/** Changes a map as the manifest asks for; a model of other inputs than IHC has no rules. */
async function refine(
  map: Raster,
  { refinements = [] }: ModelManifest,
  ihc: Raster | undefined,
): Promise<Raster> {
  let refined = map;
  if (ihc)
    for (const name of refinements)
      refined = await postProcessorNamed(name).process(refined, { ihc, others: new Map() }, {});
  return refined;
}

/** Modalities in their background colour, segmentation maps black (docs/reference.md 6.4). */
function emptyResults({ plan }: TileModel, grid: TileGrid): ReadonlyMap<string, Raster> {
  return new Map(plan.kept.map(({ name, emptyColour }) => [name, uniform(grid.tilePx, emptyColour)]));
}

function uniform(sidePx: number, colour: Rgb): Raster {
  const data = new Uint8Array(sidePx * sidePx * 3);
  for (let i = 0; i < data.length; i++) data[i] = colour[i % 3]!;
  return { width: sidePx, height: sidePx, channels: 3, data };
}

async function finishAll(mosaics: ReadonlyMap<string, Mosaic>): Promise<ReadonlyMap<string, PixelSource>> {
  const images = new Map<string, PixelSource>();
  try {
    for (const [name, image] of mosaics) images.set(name, await image.finish());
  } catch (error) {
    for (const image of images.values()) await image.close();
    throw error;
  }
  return images;
}

/** One view of the source per input of the model: K equal parts, side by side. Closing a view does nothing. */
export function inputImages(
  source: PixelSource,
  names: readonly string[],
): readonly (readonly [string, PixelSource])[] {
  if (source.width % names.length !== 0)
    throw new EngineError(
      'usage',
      `This model reads ${names.length} images side by side (${names.join(', ')}) of equal width, ` +
        `but the image is ${source.width} pixels wide, which does not divide by ${names.length}.`,
    );
  const width = source.width / names.length;
  return names.map((name, index) => [
    name,
    {
      width,
      height: source.height,
      channels: source.channels,
      read: (x, y, w, h) => source.read(index * width + x, y, w, h),
      close: () => Promise.resolve(),
    },
  ]);
}
