// `deepliif data prepare`: turns separate files into rows of tiles, as the reference's `prepare-training-data` does
// (docs/reference.md 9.2): resized, side by side, divided into train and val, with a record of each tile's source.

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { readFileBytes } from '../files/fileBytes.js';
import { sha256Of } from '../checkpoints/modelFolder.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { exists, makeBeside } from '../files/writeBeside.js';
import { writePng } from '../images/encode.js';
import { resizeBicubic } from '../images/resize.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { randomFrom, shuffled } from '../random/random.js';
import { resizedNearest } from './geometry.js';
import type { Split } from '../protocol/dataCheck.js';
import { listSeparateFiles, type Sample } from './openDataset.js';
import { panelsNamed } from './panels.js';
import { joinRow, readRaster } from './readSample.js';

export interface PrepareOptions {
  readonly input: string;
  readonly out: string;
  readonly panels: readonly string[];
  /** Side of the tiles, in pixels. */
  readonly sizePx: number;
  /** Share of the samples that go to val. */
  readonly validationRatio: number;
  readonly seed: number;
}

export interface Prepared {
  readonly dir: string;
  readonly counts: Readonly<Record<Split, number>>;
}

/** Largest source image; a larger file is no tile. */
const MOST_FILE_BYTES = 1024 ** 3;

/**
 * Writes `<out>/train`, `<out>/val` and provenance.json, all or nothing. Segmentations are resized to the nearest
 * pixel, so that their colours stay classes. The reference interpolates them like all other images.
 *
 * @throws EngineError `usage` if files lack partners, `output-unwritable` if `out` exists
 */
export async function prepareDataset(options: PrepareOptions, control: Control = {}): Promise<Prepared> {
  const { input, out, sizePx } = options;
  await refuseExisting(out);
  const panels = panelsNamed(options.panels);
  const samples = await listSeparateFiles(input, options.panels);
  const splits = splitsOf(samples.length, options);
  const rows: object[] = [];
  await makeBeside(resolve(out), async (temporary) => {
    for (const [i, sample] of samples.entries()) {
      control.report?.({ stage: 'samples', done: i, total: samples.length });
      await yieldToEventLoop(control);
      const tiles: Raster[] = [];
      for (const [panel, file] of sample.files.entries()) {
        const image = await readRaster(file);
        const resized = panels[panel]!.kind === 'classes' ? resizedNearest : resizeBicubic;
        tiles.push(resized(image, sizePx, sizePx));
      }
      const file = `${splits[i]}/${sample.name}.png`;
      await mkdir(dirname(join(temporary, file)), { recursive: true });
      await writePng(joinRow(tiles), join(temporary, file));
      rows.push({ file, sources: await sourcesOf(sample, options) });
    }
    await writeFile(join(temporary, 'provenance.json'), provenance(options, rows));
  });
  const count = (split: Split) => splits.filter((one) => one === split).length;
  return { dir: resolve(out), counts: { train: count('train'), val: count('val') } };
}

/** Refuses an existing folder: data are never overwritten. @throws EngineError `output-unwritable` */
export async function refuseExisting(out: string): Promise<void> {
  if (await exists(out))
    throw new EngineError(
      'output-unwritable',
      `${out} exists already, and data are never overwritten. Choose another folder.`,
    );
}

/** Draws a fixed share of the samples at random. The reference tosses a coin for each sample, so its share varies. */
function splitsOf(count: number, { validationRatio, seed }: PrepareOptions): Split[] {
  const held = Math.min(count - 1, Math.round(count * validationRatio));
  const drawn = new Set(shuffled(count, randomFrom(seed)).slice(0, held));
  return Array.from({ length: count }, (_, i) => (drawn.has(i) ? 'val' : 'train'));
}

async function sourcesOf({ files }: Sample, { panels, input }: PrepareOptions) {
  const sources: object[] = [];
  for (const [i, file] of files.entries())
    sources.push({
      panel: panels[i],
      file: relative(input, file),
      sha256: sha256Of([await readFileBytes(file, MOST_FILE_BYTES)]),
    });
  return sources;
}

function provenance(options: PrepareOptions, rows: readonly object[]): string {
  const { input, panels, sizePx, validationRatio, seed } = options;
  const described = {
    schemaVersion: 1,
    program: `deepliif ${ENGINE_VERSION}`,
    input: resolve(input),
    panels,
    sizePx,
    validationRatio,
    seed,
    rows,
  };
  return `${JSON.stringify(described, null, 1)}\n`;
}
