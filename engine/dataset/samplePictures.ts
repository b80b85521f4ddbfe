// Small pictures of some samples, all panels of a sample side by side, for people who check their data.

import { yieldToEventLoop } from '../control/cancel.js';
import { encodePng } from '../images/encode.js';
import { resizeBicubic } from '../images/resize.js';
import type { DataReport, SamplePicture } from '../protocol/dataCheck.js';
import { EngineError } from '../protocol/errors.js';
import type { Control } from '../protocol/progress.js';
import type { Dataset } from './openDataset.js';
import { joinRow, readSample } from './readSample.js';

/** Longest side of a panel in a picture. */
const PANEL_PX = 96;

/** Pictures of at most `most` samples, those with problems first; samples that cannot be read have none. */
export async function samplePictures(
  dataset: Pick<Dataset, 'train' | 'val' | 'panels'>,
  report: Pick<DataReport, 'findings' | 'samples'>,
  most: number,
  control: Control = {},
): Promise<readonly SamplePicture[]> {
  const pictures: SamplePicture[] = [];
  for (const name of chosen(report, most)) {
    await yieldToEventLoop(control);
    const slash = name.indexOf('/');
    const sample = dataset[name.slice(0, slash) as 'train' | 'val'].find(
      (one) => one.name === name.slice(slash + 1),
    );
    if (!sample) continue;
    try {
      const tiles = await readSample(sample, dataset.panels);
      const { width, height } = tiles[0]!;
      const scale = Math.min(1, PANEL_PX / Math.max(width, height));
      const side = (px: number) => Math.max(1, Math.round(scale * px));
      const small = tiles.map((tile) => resizeBicubic(tile, side(width), side(height)));
      pictures.push({ sample: name, png: await encodePng(joinRow(small)) });
    } catch (error) {
      if (!(error instanceof EngineError) || error.code === 'cancelled') throw error; // the report tells the others
    }
  }
  return pictures;
}

function chosen({ findings, samples }: Pick<DataReport, 'findings' | 'samples'>, most: number): string[] {
  const withWeight = (weight: string) =>
    findings.filter((one) => one.weight === weight).flatMap((one) => one.samples);
  const all = samples.map(({ split, name }) => `${split}/${name}`);
  const readable = new Set(all);
  const ordered = [...withWeight('problem'), ...withWeight('note'), ...all];
  return [...new Set(ordered)].filter((name) => readable.has(name)).slice(0, most);
}
