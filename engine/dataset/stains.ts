// Optical density of stained tissue, and the share of each stain in it (Ruifrok and Johnston, Quantification of
// histochemical staining by color deconvolution, 2001). A pixel's densities in red, green and blue light are the sum of
// the stains' colours times their amounts.

import { DAB, HEMATOXYLIN } from '../measurements/stains.js';

/** Optical densities of hematoxylin, eosin and DAB in red, green and blue light (Ruifrok and Johnston, table 1). */
const STAINS = [HEMATOXYLIN, [0.07, 0.99, 0.11], DAB] as const;

type Matrix = readonly (readonly [number, number, number])[];

/** Colours of the stains as rows of length 1. */
export const STAIN_COLOURS: Matrix = STAINS.map((row) => {
  const length = Math.hypot(...row);
  return [row[0] / length, row[1] / length, row[2] / length] as const;
});

/** Densities → amounts: `amount[s] = Σ density[c] · AMOUNTS[c][s]`. */
export const STAIN_AMOUNTS: Matrix = inverse(STAIN_COLOURS);

/** log10 of 256 over (level + 1): 0 for white light, 2.4 for none; always finite. */
export const DENSITY_OF_LEVEL = Float64Array.from({ length: 256 }, (_, level) =>
  Math.log10(256 / (level + 1)),
);

/** Nearest grey level of a density; the inverse of `DENSITY_OF_LEVEL`. */
export function levelOfDensity(density: number): number {
  const level = Math.round(256 * 10 ** -density - 1);
  return level < 0 ? 0 : level > 255 ? 255 : level;
}

/** Inverse by cofactors over the determinant. */
function inverse(m: Matrix): Matrix {
  const [[a, b, c], [d, e, f], [g, h, i]] = m as [Matrix[0], Matrix[0], Matrix[0]];
  const determinant = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g);
  return [
    [(e * i - f * h) / determinant, (c * h - b * i) / determinant, (b * f - c * e) / determinant],
    [(f * g - d * i) / determinant, (a * i - c * g) / determinant, (c * d - a * f) / determinant],
    [(d * h - e * g) / determinant, (b * g - a * h) / determinant, (a * e - b * d) / determinant],
  ];
}
