// `deepliif data synthesis-rows`: makes, from rows of DeepLIIF, the rows on which the generator of synthetic IHC images
// is trained: grey hematoxylin, DAPI, segmentation, and IHC as the target (docs/reference.md 5).

import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import type { Split } from '../protocol/dataCheck.js';
import type { Dataset } from '../dataset/openDataset.js';
import { refuseExisting, type Prepared } from '../dataset/prepareDataset.js';
import { joinRow, readSample } from '../dataset/readSample.js';
import { ENGINE_VERSION } from '../files/engineVersion.js';
import { makeBeside } from '../files/writeBeside.js';
import { writePng } from '../images/encode.js';
import { yieldToEventLoop } from '../control/cancel.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Raster } from '../protocol/raster.js';
import { greyOf, SYNTHESIS_INPUTS, SYNTHESIS_OUTPUT } from './ihcGenerator.js';

/** The panels of a sample by their names. */
export type PanelTiles = Readonly<Record<string, Raster>>;

export const NEEDED_PANELS: readonly string[] = ['ihc', 'hematoxylin', 'dapi', 'segmentation'];

/** @throws EngineError `usage` when the data lack a panel that synthesis needs */
export function requirePanels({ dir, panels }: Dataset): void {
  const missing = NEEDED_PANELS.filter((name) => !panels.some((panel) => panel.name === name));
  if (missing.length > 0)
    throw new EngineError(
      'usage',
      `${dir}: synthesis needs the panels ${NEEDED_PANELS.join(', ')}; ${missing.join(', ')} missing. Name them with --panels.`,
    );
}

export async function tilesOf(dataset: Dataset, split: Split, index: number): Promise<PanelTiles> {
  const tiles = await readSample(dataset[split][index]!, dataset.panels);
  return Object.fromEntries(dataset.panels.map(({ name }, i) => [name, tiles[i]!]));
}

/** The generator's input images and, last, its target. */
export function synthesisTiles(tiles: PanelTiles): readonly Raster[] {
  return [greyOf(tiles.hematoxylin!), tiles.dapi!, tiles.segmentation!, tiles.ihc!];
}

/** Writes `<out>/train` and `<out>/val`, all or nothing. @throws EngineError `usage`, `output-unwritable` when `out` exists */
export async function writeSynthesisRows(
  dataset: Dataset,
  out: string,
  control: Control = {},
): Promise<Prepared> {
  requirePanels(dataset);
  await refuseExisting(out);
  const rows: object[] = [];
  const total = dataset.train.length + dataset.val.length;
  await makeBeside(resolve(out), async (temporary) => {
    for (const split of ['train', 'val'] as const)
      for (const [i, sample] of dataset[split].entries()) {
        control.report?.({ stage: 'samples', done: rows.length, total });
        await yieldToEventLoop(control);
        const file = `${split}/${sample.name}.png`;
        await mkdir(dirname(join(temporary, file)), { recursive: true });
        await writePng(joinRow(synthesisTiles(await tilesOf(dataset, split, i))), join(temporary, file));
        rows.push({ file, source: `${split}/${sample.name}` });
      }
    const described = {
      schemaVersion: 1,
      program: `deepliif ${ENGINE_VERSION}`,
      data: resolve(dataset.dir),
      panels: [...SYNTHESIS_INPUTS, SYNTHESIS_OUTPUT],
      rows,
    };
    await writeFile(join(temporary, 'provenance.json'), `${JSON.stringify(described, null, 1)}\n`);
  });
  return { dir: resolve(out), counts: { train: dataset.train.length, val: dataset.val.length } };
}
