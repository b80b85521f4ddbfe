// Measures of the training data that a model needs: the size of its tiles, and the colour of each modality where there is
// no tissue. Taken before training begins, as in the reference, and kept in run.json.

import type { DataPlan } from '../../dataset/dataPlan.js';
import { measureBackgrounds } from '../../dataset/measureBackgrounds.js';
import type { Sample } from '../../dataset/openDataset.js';
import type { Panel } from '../../dataset/panels.js';
import { preprocess } from '../../dataset/preprocess.js';
import { readSample } from '../../dataset/readSample.js';
import { sampleMpp } from '../../dataset/sampleMpp.js';
import { mpp } from '../../protocol/sharedShapes.js';
import { dictionary, stored, tuple, whole, type Shaped } from '../../protocol/shape.js';
import { randomFrom } from '../../random/random.js';

const MOST_MODALITIES = 100;

const level = whole(0, 255);

export const measuredData = stored(
  {
    /** Side of the tiles that the networks see, in pixels. */
    tilePx: whole(1, 65_536),
  },
  {
    /** Colours by modality; absent where no segmentation shows the background. */
    backgroundColours: dictionary(tuple(level, level, level), MOST_MODALITIES),
    /** Micrometres per pixel of the tiles; absent if the images do not say them. */
    mpp,
  },
);
export type MeasuredData = Shaped<typeof measuredData>;

/** @throws EngineError for a sample that cannot be read */
export async function measureData(
  samples: readonly Sample[],
  panels: readonly Panel[],
  plan: DataPlan,
): Promise<MeasuredData> {
  const first = samples[0]!;
  // Any crop has the size of all.
  const tiles = preprocess(await readSample(first, panels), plan, randomFrom(0), first.name);
  const tilePx = Math.max(tiles[0]!.width, tiles[0]!.height);
  const backgroundColours = await measureBackgrounds(samples, panels);
  const mppOfTiles = await sampleMpp(samples, panels, plan);
  return {
    tilePx,
    ...(backgroundColours ? { backgroundColours } : {}),
    ...(mppOfTiles === undefined ? {} : { mpp: mppOfTiles }),
  };
}
