// Detail of an image: contrast, sharpness, noise, and how its power falls from coarse to fine structures.

import { spreadOf, type Plane } from './planes.js';
import { powerSpectrum } from './powerSpectrum.js';

export function detailFeatures(luminance: Plane): Readonly<Record<string, number>> {
  const power = powerSpectrum(luminance);
  return {
    contrast: spreadOf(luminance.data).deviation,
    sharpness: Math.log10(laplacianVariance(luminance) + 1e-3),
    noise: noiseOf(luminance),
    spectrumSlope: slopeOf(power),
    fineShare: fineShare(power),
  };
}

/** Variance of the Laplacian (Pech-Pacheco et al. 2000). */
function laplacianVariance({ width, height, data }: Plane): number {
  const values = new Float32Array((width - 2) * (height - 2));
  let o = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      values[o++] = data[at - 1]! + data[at + 1]! + data[at - width]! + data[at + width]! - 4 * data[at]!;
    }
  return spreadOf(values).deviation ** 2;
}

/** Standard deviation of the noise by a mask that edges hardly answer (Immerkær 1996). */
function noiseOf({ width, height, data }: Plane): number {
  let sum = 0;
  for (let y = 1; y < height - 1; y++)
    for (let x = 1; x < width - 1; x++) {
      const at = y * width + x;
      const corners =
        data[at - width - 1]! + data[at - width + 1]! + data[at + width - 1]! + data[at + width + 1]!;
      const sides = data[at - 1]! + data[at + 1]! + data[at - width]! + data[at + width]!;
      sum += Math.abs(corners - 2 * sides + 4 * data[at]!);
    }
  return (Math.sqrt(Math.PI / 2) * sum) / (6 * (width - 2) * (height - 2));
}

/** Exponent of the power over the frequency: about −2 for natural images (Field 1987), less for blurred ones. */
function slopeOf(power: Float64Array): number {
  // The first two frequencies are those of the window; the last quarter is noise.
  const end = Math.floor(0.75 * power.length);
  let [n, sx, sy, sxx, sxy] = [0, 0, 0, 0, 0];
  for (let k = 2; k < end; k++) {
    const [x, y] = [Math.log(k), Math.log(power[k]! + 1e-6)];
    n++;
    sx += x;
    sy += y;
    sxx += x * x;
    sxy += x * y;
  }
  return (n * sxy - sx * sy) / (n * sxx - sx * sx);
}

/** Share of the power at half of the highest frequency and above; 0 for an empty image. */
function fineShare(power: Float64Array): number {
  let [all, fine] = [0, 0];
  for (let k = 2; k < power.length; k++) {
    all += power[k]!;
    if (k >= power.length / 2) fine += power[k]!;
  }
  return all > 0 ? fine / all : 0;
}
