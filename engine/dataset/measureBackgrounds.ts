// Measures the background colours of a data set's modalities, sample by sample.

import type { Rgb } from '../protocol/raster.js';
import { BACKGROUND_SAMPLES, backgroundColours, type BackgroundSample } from './backgroundColours.js';
import type { Sample } from './openDataset.js';
import type { Panel } from './panels.js';
import { readSample } from './readSample.js';

/**
 * Background colour of each modality, from the first ten samples; background is where the first segmentation shows
 * nothing (docs/reference.md 3.1). Undefined for data without segmentation. @throws EngineError as `readSample`
 */
export async function measureBackgrounds(
  samples: readonly Sample[],
  panels: readonly Panel[],
): Promise<Readonly<Record<string, Rgb>> | undefined> {
  const classes = panels.findIndex(({ kind }) => kind === 'classes');
  if (classes < 0) return undefined;
  const modalities = panels.flatMap(({ role, kind, name }, i) =>
    role === 'target' && kind !== 'classes' ? [{ name, i }] : [],
  );
  const read: BackgroundSample[] = [];
  for (const sample of samples.slice(0, BACKGROUND_SAMPLES)) {
    const tiles = await readSample(sample, panels);
    read.push({ segmentation: tiles[classes]!, translations: modalities.map(({ i }) => tiles[i]!) });
  }
  const colours = backgroundColours(read);
  return Object.fromEntries(modalities.map(({ name }, i) => [name, colours[i]!]));
}
