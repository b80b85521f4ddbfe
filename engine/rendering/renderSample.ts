// One rendered sample: a synthetic IHC picture with the panels that DeepLIIF learns from. The same sources and the same seed give the same
// pixels everywhere.

import type { Raster } from '../protocol/raster.js';
import { randomFrom } from '../random/random.js';
import { photograph } from './camera.js';
import { drawDensities } from './densities.js';
import { addDistractors } from './distractors.js';
import type { Size } from './field.js';
import { drawLook, type Look } from './look.js';
import { drawModalities, type Modalities } from './modalities.js';
import type { NucleusSource } from './nucleusSource.js';
import { drawStains } from './nucleusStains.js';
import { drawScene } from './scene.js';

export interface RenderedSample extends Modalities {
  readonly ihc: Raster;
  readonly look: Look;
  readonly positive: number;
  readonly negative: number;
}

/** @param sources at least one */
export function renderSample(sources: readonly NucleusSource[], size: Size, seed: number): RenderedSample {
  const random = randomFrom(seed);
  const look = drawLook(random);
  // Some pictures hold a few cells only, or none.
  const fullness = random.uniform() < 0.03 ? 0 : 0.04 + 0.4 * random.uniform();
  const scene = drawScene(sources, size, fullness, random);
  const stains = drawStains(scene, look, random);
  const densities = drawDensities(scene, stains, look, random);
  const modalities = drawModalities(scene, stains, densities, look, random);
  const others = addDistractors(densities, size, look, random);
  const ihc = photograph(
    [
      { density: densities.hematoxylin, vector: look.stains.hematoxylin },
      { density: densities.dab, vector: look.stains.dab },
      ...others,
    ],
    size,
    look.camera,
    random,
  );
  const positive = stains.positive.reduce((sum, value) => sum + value, 0);
  return { ihc, ...modalities, look, positive, negative: scene.count - positive };
}
