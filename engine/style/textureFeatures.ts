// Texture by co-occurrence: how often two levels of brightness lie beside each other (Haralick, Shanmugam and Dinstein 1973),
// over neighbours to the right and below.

import type { Plane } from './planes.js';

const LEVELS = 16;
const COARSE_PX = 4;

export function textureFeatures(luminance: Plane): Readonly<Record<string, number>> {
  const near = measuresOf(cooccurrences(luminance, 1));
  const far = measuresOf(cooccurrences(luminance, COARSE_PX));
  return {
    textureContrast: near.contrast,
    textureHomogeneity: near.homogeneity,
    textureEntropy: near.entropy,
    textureCorrelation: near.correlation,
    coarseContrast: far.contrast,
    coarseCorrelation: far.correlation,
  };
}

/** Shares of pairs of levels, symmetric, LEVELS × LEVELS. */
function cooccurrences({ width, height, data }: Plane, distancePx: number): Float64Array {
  const levels = Uint8Array.from(data, (value) => Math.min(LEVELS - 1, Math.floor((value * LEVELS) / 256)));
  const counts = new Float64Array(LEVELS * LEVELS);
  let pairs = 0;
  const add = (a: number, b: number) => {
    counts[a * LEVELS + b]!++;
    counts[b * LEVELS + a]!++;
    pairs += 2;
  };
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      if (x + distancePx < width) add(levels[at]!, levels[at + distancePx]!);
      if (y + distancePx < height) add(levels[at]!, levels[at + distancePx * width]!);
    }
  return counts.map((count) => count / pairs);
}

function measuresOf(shares: Float64Array) {
  let [contrast, homogeneity, entropy, mean, squares, products] = [0, 0, 0, 0, 0, 0];
  for (let a = 0; a < LEVELS; a++)
    for (let b = 0; b < LEVELS; b++) {
      const share = shares[a * LEVELS + b]!;
      if (share === 0) continue;
      contrast += share * (a - b) ** 2;
      homogeneity += share / (1 + (a - b) ** 2);
      entropy -= share * Math.log2(share);
      mean += share * a;
      squares += share * a * a;
      products += share * a * b;
    }
  const variance = squares - mean * mean;
  // An image of one level has no variance; its pixels are all alike.
  const correlation = variance > 1e-12 ? (products - mean * mean) / variance : 1;
  return { contrast, homogeneity, entropy, correlation };
}
