// What a model must know of the data that it was trained on: how large its tiles are, and what each modality looks like
// where there is no tissue. Measured before training begins, as in the reference, and kept in run.json.

import type { DataPlan } from '../../dataset/dataPlan.js';
import { measureBackgrounds } from '../../dataset/measureBackgrounds.js';
import type { Sample } from '../../dataset/openDataset.js';
import type { Panel } from '../../dataset/panels.js';
import { preprocess } from '../../dataset/preprocess.js';
import { readSample } from '../../dataset/readSample.js';
import type { Rgb } from '../../protocol/raster.js';
import { dictionary, list, stored, whole, type Shape } from '../../protocol/shape.js';
import { randomFrom } from '../../random/random.js';

export interface MeasuredData {
  /** Side of the tiles that the networks see, in pixels. */
  readonly tilePx: number;
  /** By modality; absent where no segmentation shows what is background. */
  readonly backgroundColours?: Readonly<Record<string, Rgb>>;
}

const MOST_MODALITIES = 100;

const level = whole(0, 255);
const rgb: Shape<Rgb> = (value, where) => {
  const [red, green, blue] = list(level, 3)(value, where);
  return [level(red, where), level(green, where), level(blue, where)];
};

export const measuredData: Shape<MeasuredData> = stored(
  { tilePx: whole(1, 65_536) },
  { backgroundColours: dictionary(rgb, MOST_MODALITIES) },
);

/** @throws EngineError for a sample that cannot be read */
export async function measureData(
  samples: readonly Sample[],
  panels: readonly Panel[],
  plan: DataPlan,
): Promise<MeasuredData> {
  const first = samples[0]!;
  // Where tiles are cropped, any corner has the size of all.
  const tiles = preprocess(await readSample(first, panels), plan, randomFrom(0), first.name);
  const tilePx = Math.max(tiles[0]!.width, tiles[0]!.height);
  const backgroundColours = await measureBackgrounds(samples, panels);
  return { tilePx, ...(backgroundColours ? { backgroundColours } : {}) };
}
