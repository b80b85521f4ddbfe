// `deepliif synthesise`: new training rows in which a share of the negative cells is positive (the paper's Neg-to-Pos
// augmentation; docs/reference.md 5). The segmentation is recoloured, the IHC image made anew by a generator; hematoxylin,
// DAPI and LAP2β stay true; the marker gets signal in the recoloured cells (markerLook.ts).

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Dataset } from '../dataset/openDataset.js';
import { refuseExisting } from '../dataset/prepareDataset.js';
import { pixelHash } from '../dataset/imageHashes.js';
import { joinRow } from '../dataset/readSample.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { makeBeside } from '../files/writeBeside.js';
import { writePng } from '../images/encode.js';
import { yieldToEventLoop } from '../control/cancel.js';
import type { Control } from '../protocol/progress.js';
import type { Rgb } from '../protocol/raster.js';
import { randomFrom, type Random } from '../random/random.js';
import { greyOf, type IhcGenerator } from './ihcGenerator.js';
import { medianColour, paintMarker, positiveLooks } from './markerLook.js';
import { recolourCells } from './recolourCells.js';
import { requirePanels, tilesOf, type PanelTiles } from './synthesisRows.js';

export interface SynthesisOptions {
  /** Shares of the negative cells that become positive; a row for each. */
  readonly negToPos: readonly number[];
  readonly out: string;
  readonly seed: number;
  /** Write the true rows of train and val as well, so that the folder is a whole data set. */
  readonly withOriginals: boolean;
}

/** Provenance of a row, a JSON file beside it. */
export interface RowProvenance {
  readonly schemaVersion: 1;
  readonly file: string;
  /** Name of the true row: "train/a". */
  readonly source: string;
  /** SHA-256 of the pixels of its IHC image. */
  readonly sourcePixels: string;
  readonly negToPos: number;
  readonly positiveBefore: number;
  readonly negativeBefore: number;
  readonly recoloured: number;
  readonly seed: number;
  readonly model: { readonly source: string; readonly sha256: string };
  /** Colour of the recoloured cells in the marker panel: that of positive cells of the row, or of all rows. */
  readonly marker: { readonly colour: Rgb; readonly from: 'row' | 'all rows' } | 'unchanged';
  /** Names of the panels that are not those of the source. */
  readonly changed: readonly string[];
}

export interface Synthesised {
  readonly dir: string;
  readonly rows: readonly RowProvenance[];
  readonly originals: number;
  readonly notices: readonly string[];
}

/**
 * Writes all rows or none; the same seed gives the same rows on the same backend.
 * @throws EngineError `usage` when panels are missing or tiles have a size that the generator cannot take,
 *   `output-unwritable` when `out` exists
 */
export async function synthesise(
  dataset: Dataset,
  generator: IhcGenerator,
  options: SynthesisOptions,
  control: Control = {},
): Promise<Synthesised> {
  requirePanels(dataset);
  await refuseExisting(options.out);
  const random = randomFrom(options.seed);
  const rows: RowProvenance[] = [];
  let originals = 0;
  const total = dataset.train.length * options.negToPos.length;
  const everywhere = await lookOfAllRows(dataset, control);
  await makeBeside(resolve(options.out), async (temporary) => {
    if (options.withOriginals) originals = await writeOriginals(dataset, temporary, control);
    for (const [i, { name }] of dataset.train.entries()) {
      const tiles = await tilesOf(dataset, 'train', i);
      generator.requireSize(tiles.ihc!.width, tiles.ihc!.height, name);
      for (const negToPos of options.negToPos) {
        control.report?.({ stage: 'rows', done: rows.length, total });
        await yieldToEventLoop(control);
        const made = await synthesiseRow(tiles, generator, negToPos, everywhere, random);
        const file = `train/${name}-neg-to-pos-${negToPos}.png`;
        const row: RowProvenance = {
          schemaVersion: 1,
          file,
          source: `train/${name}`,
          sourcePixels: pixelHash(tiles.ihc!),
          negToPos,
          ...made.counts,
          seed: options.seed,
          model: { source: generator.source, sha256: generator.sha256 },
          marker: made.marker,
          changed: dataset.panels
            .map((panel) => panel.name)
            .filter((panel) => made.tiles[panel] !== tiles[panel]),
        };
        await mkdir(dirname(join(temporary, file)), { recursive: true });
        const images = dataset.panels.map((panel) => made.tiles[panel.name]!);
        await writePng(joinRow(images), join(temporary, file));
        await writeJson(join(temporary, file.replace(/png$/, 'json')), row);
        rows.push(row);
      }
    }
    await writeJson(join(temporary, 'provenance.json'), {
      schemaVersion: 1,
      program: `deepliif ${ENGINE_VERSION}`,
      data: resolve(dataset.dir),
      panels: dataset.panels.map(({ name }) => name),
      backend: generator.backend,
      originals,
      rows: rows.map(({ file }) => file),
    });
  });
  return { dir: resolve(options.out), rows, originals, notices: noticesOf(dataset, everywhere) };
}

async function synthesiseRow(
  tiles: PanelTiles,
  generator: IhcGenerator,
  negToPos: number,
  everywhere: Rgb | undefined,
  random: Random,
) {
  const { segmentation, cells, ...counts } = recolourCells(tiles.segmentation!, negToPos, random);
  const ihc = await generator.generate(greyOf(tiles.hematoxylin!), tiles.dapi!, segmentation);
  const own = tiles.marker ? positiveLooks(tiles.marker, tiles.segmentation!) : [];
  const colour = own.length > 0 ? medianColour(own) : everywhere;
  const painted =
    tiles.marker && colour && counts.recoloured > 0 ? paintMarker(tiles.marker, cells, colour) : undefined;
  return {
    tiles: {
      ...tiles,
      ihc,
      segmentation: counts.recoloured > 0 ? segmentation : tiles.segmentation!,
      ...(painted ? { marker: painted } : {}),
    } as PanelTiles,
    counts,
    marker:
      painted && colour
        ? { colour, from: own.length > 0 ? ('row' as const) : ('all rows' as const) }
        : ('unchanged' as const),
  };
}

/** Colour for rows without a positive cell of their own. */
async function lookOfAllRows(dataset: Dataset, control: Control): Promise<Rgb | undefined> {
  if (!dataset.panels.some(({ name }) => name === 'marker')) return undefined;
  const looks: Rgb[] = [];
  for (const i of dataset.train.keys()) {
    await yieldToEventLoop(control);
    const { marker, segmentation } = await tilesOf(dataset, 'train', i);
    looks.push(...positiveLooks(marker!, segmentation!));
  }
  return looks.length > 0 ? medianColour(looks) : undefined;
}

function noticesOf({ panels }: Dataset, everywhere: Rgb | undefined): string[] {
  if (everywhere !== undefined || !panels.some(({ name }) => name === 'marker')) return [];
  return [
    'No cell of these data is positive, so the marker brightness of positive cells is not known: the marker panel is ' +
      'unchanged, and does not show the recoloured cells.',
  ];
}

/** Writes the true rows of both splits under their own names. */
async function writeOriginals(dataset: Dataset, dir: string, control: Control): Promise<number> {
  let written = 0;
  for (const split of ['train', 'val'] as const)
    for (const [i, { name }] of dataset[split].entries()) {
      await yieldToEventLoop(control);
      const tiles = await tilesOf(dataset, split, i);
      const path = join(dir, split, `${name}.png`);
      await mkdir(dirname(path), { recursive: true });
      await writePng(joinRow(dataset.panels.map((panel) => tiles[panel.name]!)), path);
      written++;
    }
  return written;
}

async function writeJson(path: string, value: object): Promise<void> {
  await writeFile(path, `${JSON.stringify(value, null, 1)}\n`);
}
