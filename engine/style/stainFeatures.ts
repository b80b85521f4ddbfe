// Amounts of the stains: optical densities of hematoxylin and DAB by colour deconvolution, over all pixels.

import { dabDensity, hematoxylinDensity, type LevelSums } from '../measurements/stains.js';
import { DENSITY_OF_LEVEL } from '../postprocessing/intensityPlanes.js';
import type { Raster } from '../protocol/raster.js';
import { percentilesOf, spreadOf } from './planes.js';

/** Mean density of the channels from which a pixel counts as stained (Macenko et al. 2009). */
const LEAST_DENSITY = 0.15;

export function stainFeatures(image: Raster): Readonly<Record<string, number>> {
  return {
    ...ofStain('hematoxylin', image, hematoxylinDensity),
    ...ofStain('dab', image, dabDensity),
    stainedShare: stainedShare(image),
  };
}

function ofStain(name: string, { channels, data }: Raster, [red, green, blue]: LevelSums) {
  const [greenAt, blueAt] = channels === 3 ? [1, 2] : [0, 0];
  const plane = new Float32Array(data.length / channels);
  for (let i = 0, at = 0; i < plane.length; i++, at += channels)
    plane[i] = red[data[at]!]! + green[data[at + greenAt]!]! + blue[data[at + blueAt]!]!;
  const { mean, deviation } = spreadOf(plane);
  const [p50, p90, p99] = percentilesOf(plane, [0.5, 0.9, 0.99]);
  return {
    [`${name}Mean`]: mean,
    [`${name}Spread`]: deviation,
    [`${name}P50`]: p50!,
    [`${name}P90`]: p90!,
    [`${name}P99`]: p99!,
  };
}

function stainedShare({ channels, data }: Raster): number {
  let stained = 0;
  for (let at = 0; at < data.length; at += channels) {
    let density = 0;
    for (let c = 0; c < channels; c++) density += DENSITY_OF_LEVEL[data[at + c]!]!;
    if (density > LEAST_DENSITY * channels) stained++;
  }
  return (stained * channels) / data.length;
}
