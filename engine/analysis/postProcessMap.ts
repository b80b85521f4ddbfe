// Runs the post-processors of an analysis over a segmentation map, tile by tile, before it is scored. One that belongs to a plug-in
// and fails is left out as a whole, and named.

import { yieldToEventLoop } from '../control/cancel.js';
import { copyRectangle } from '../images/rectangle.js';
import { emptyRaster } from '../images/memory.js';
import type { PixelSource } from '../images/pixelSource.js';
import { resizeBicubic } from '../images/resize.js';
import type { MakeSink } from '../inference/inferImage.js';
import { postProcessorNamed } from '../postprocessing/findPostProcessors.js';
import type { PostProcessor } from '../postprocessing/postProcessors.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { SAME_MAGNIFICATION } from '../protocol/scale.js';
import type { AppliedPostProcessor, ResultRecord } from '../reading/resultRecord.js';

/** Side of a tile without its margin, in pixels that the row sees. */
const TILE_PX = 1024;

export interface PostProcessedMap {
  /** The map itself if nothing was applied. The caller closes both. */
  readonly map: PixelSource;
  readonly applied: readonly AppliedPostProcessor[];
  /** Sentences on rows that were left out. */
  readonly notices: readonly string[];
}

export interface MapToProcess {
  readonly map: PixelSource;
  readonly ihc: PixelSource;
  /** Inferred pictures by name; those of another size are not shown to rows. */
  readonly pictures: ReadonlyMap<string, PixelSource>;
  /** Micrometres per pixel, where known. */
  readonly mpp: number | undefined;
}

/** @throws EngineError `usage` for an id that there is not; called before an analysis begins */
export function requirePostProcessors(ids: readonly string[] = []): void {
  for (const id of ids) postProcessorNamed(id);
}

/**
 * Changes those images that are maps. The caller closes all images, given and returned.
 *
 * @throws EngineError as `postProcessMap`
 */
export async function postProcessMaps(
  {
    names,
    images,
    ihc,
  }: {
    readonly names: readonly string[];
    readonly images: ReadonlyMap<string, PixelSource>;
    readonly ihc: PixelSource;
  },
  { ids, mpp }: { readonly ids: readonly string[]; readonly mpp: number | undefined },
  makeSink: MakeSink,
  control: Control,
): Promise<{
  readonly images: ReadonlyMap<string, PixelSource>;
  readonly applied: readonly AppliedPostProcessor[];
  readonly leftOut: readonly string[];
}> {
  const changed = new Map(images);
  const applied = new Map<string, AppliedPostProcessor>();
  const leftOut = new Set<string>();
  for (const name of names) {
    const given = { map: images.get(name)!, ihc, pictures: images, mpp };
    const processed = await postProcessMap(given, ids, makeSink, control);
    changed.set(name, processed.map);
    for (const one of processed.applied) applied.set(one.id, one);
    for (const notice of processed.notices) leftOut.add(notice);
  }
  return { images: changed, applied: [...applied.values()], leftOut: [...leftOut] };
}

/** @throws EngineError `usage`, `cancelled`, `output-unwritable` */
export async function postProcessMap(
  given: MapToProcess,
  ids: readonly string[],
  makeSink: MakeSink,
  control: Control = {},
): Promise<PostProcessedMap> {
  let map = given.map;
  const applied: AppliedPostProcessor[] = [];
  const notices: string[] = [];
  for (const row of ids.map(postProcessorNamed)) {
    const { width, height } = map;
    const missing = row.needs.find((name) => !given.pictures.has(name));
    if (missing !== undefined) {
      notices.push(
        `the post-processor "${row.title}" was left out: it needs the ${missing} image, which was not made`,
      );
      continue;
    }
    const sink = await makeSink(width, height);
    try {
      for (const [done, tile] of tilesOf(row, given).entries()) {
        await yieldToEventLoop(control);
        control.report?.({ stage: `post-processing: ${row.title}`, done, total: tilesOf(row, given).length });
        await sink.write(tile.x, tile.y, await processTile(row, { ...given, map }, tile, control));
      }
    } catch (error) {
      await sink.discard();
      if (!(error instanceof EngineError) || error.code !== 'plugin-failed') {
        if (map !== given.map) await map.close();
        throw error;
      }
      notices.push(`the map is not changed by "${row.title}": ${error.message}`);
      continue;
    }
    const processed = await sink.finish();
    if (map !== given.map) await map.close();
    map = processed;
    applied.push({ id: row.id, ...(row.plugin ? { plugin: row.plugin } : {}) });
  }
  return { map, applied, notices };
}

/** Field of the record; empty if nothing was applied. */
export function recordOf(applied: readonly AppliedPostProcessor[]): Pick<ResultRecord, 'postProcessors'> {
  return applied.length === 0 ? {} : { postProcessors: applied };
}

/** Rectangle that is written, in pixels of the map. */
interface Tile {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

function tilesOf(row: PostProcessor, { map: { width, height }, mpp }: MapToProcess): readonly Tile[] {
  const side = Math.max(1, Math.floor(TILE_PX / magnification(row, mpp)));
  const tiles: Tile[] = [];
  for (let y = 0; y < height; y += side)
    for (let x = 0; x < width; x += side)
      tiles.push({ x, y, width: Math.min(side, width - x), height: Math.min(side, height - y) });
  return tiles;
}

/** Factor by which pictures are enlarged for the row. */
function magnification({ mpp: own }: PostProcessor, mpp: number | undefined): number {
  if (own === undefined || mpp === undefined) return 1;
  const factor = mpp / own;
  return factor >= 1 / SAME_MAGNIFICATION && factor <= SAME_MAGNIFICATION ? 1 : factor;
}

async function processTile(
  row: PostProcessor,
  { map, ihc, pictures, mpp }: MapToProcess,
  { x, y, width, height }: Tile,
  control: Control,
): Promise<Raster> {
  const factor = magnification(row, mpp);
  const margin = Math.ceil(row.overlapPx / factor);
  const [left, top] = [Math.max(0, x - margin), Math.max(0, y - margin)];
  const w = Math.min(map.width, x + width + margin) - left;
  const h = Math.min(map.height, y + height + margin) - top;
  const seen = async (source: PixelSource) => {
    const part = await source.read(left, top, w, h);
    return factor === 1 ? part : resizeBicubic(part, Math.ceil(w * factor), Math.ceil(h * factor));
  };
  const others = new Map<string, Raster>();
  for (const name of row.needs) others.set(name, await seen(pictures.get(name)!));
  const about = { mpp: mpp === undefined ? undefined : mpp / factor, control };
  const changed = await row.process(await seen(map), { ihc: await seen(ihc), others }, about);
  const own = factor === 1 ? changed : resizeBicubic(changed, w, h);
  const part = emptyRaster(width, height, 3);
  copyRectangle(own, x - left, y - top, part, 0, 0, { width, height });
  return part;
}
