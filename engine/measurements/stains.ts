// Optical densities of hematoxylin and DAB by colour deconvolution: the density of a pixel in red, green and blue is a sum
// of stains, each with its own direction, and is solved for their amounts (Ruifrok & Johnston 2001, Anal Quant Cytol Histol
// 23: 291–299). The third direction, of what neither stain explains, is perpendicular to both.

import { DENSITY_OF_LEVEL } from '../postprocessing/intensityPlanes.js';

export type Vector = readonly [red: number, green: number, blue: number];

/** Stain vectors of the paper, before normalisation. */
export const HEMATOXYLIN: Vector = [0.65, 0.7, 0.29];
export const DAB: Vector = [0.27, 0.57, 0.78];

/** The same with length 1. */
export const STAIN_VECTORS = { hematoxylin: unit(HEMATOXYLIN), dab: unit(DAB) } as const;

/** Weights of the densities of red, green and blue, whose sum is the amount of a stain. */
export const STAIN_WEIGHTS = weightsOf(STAIN_VECTORS.hematoxylin, STAIN_VECTORS.dab);

/** Part of a stain's density that each level of each channel adds: the three parts of a pixel sum up to its density. */
export type LevelSums = readonly [red: Float64Array, green: Float64Array, blue: Float64Array];

export const hematoxylinDensity: LevelSums = levelSums(STAIN_WEIGHTS.hematoxylin);
export const dabDensity: LevelSums = levelSums(STAIN_WEIGHTS.dab);

/** Directions of stains as a preset holds them, of any length. */
export interface StainVectors {
  readonly hematoxylin: Vector;
  readonly dab: Vector;
  /** Direction of what neither stain explains; absent: perpendicular to both. */
  readonly residual?: Vector | undefined;
}

/** Densities of both stains by levels. NaN for stains that lie in one plane with the residual. */
export function stainDensities({ hematoxylin, dab, residual }: StainVectors): {
  readonly hematoxylin: LevelSums;
  readonly dab: LevelSums;
} {
  const weights = weightsOf(unit(hematoxylin), unit(dab), residual && unit(residual));
  return { hematoxylin: levelSums(weights.hematoxylin), dab: levelSums(weights.dab) };
}

/** Volume that the unit vectors span: 1 if they are perpendicular to each other, 0 if they cannot be told apart. */
export function independence({ hematoxylin, dab, residual }: StainVectors): number {
  const [a, b] = [unit(hematoxylin), unit(dab)];
  const volume = Math.abs(dot(a, cross(b, residual ? unit(residual) : unit(cross(a, b)))));
  return Number.isFinite(volume) ? volume : 0;
}

/** Amounts of two stains in a density: the first two columns of the inverse of the matrix with rows a, b and the rest. */
function weightsOf(
  a: Vector,
  b: Vector,
  rest: Vector = unit(cross(a, b)),
): { readonly hematoxylin: Vector; readonly dab: Vector } {
  const determinant = dot(a, cross(b, rest));
  return {
    hematoxylin: scaled(cross(b, rest), 1 / determinant),
    dab: scaled(cross(rest, a), 1 / determinant),
  };
}

function levelSums(weights: Vector): LevelSums {
  const [red, green, blue] = weights.map((weight) => DENSITY_OF_LEVEL.map((density) => weight * density));
  return [red!, green!, blue!];
}

function cross([a, b, c]: Vector, [x, y, z]: Vector): Vector {
  return [b * z - c * y, c * x - a * z, a * y - b * x];
}

function dot([a, b, c]: Vector, [x, y, z]: Vector): number {
  return a * x + b * y + c * z;
}

function scaled([x, y, z]: Vector, by: number): Vector {
  return [x * by, y * by, z * by];
}

function unit(vector: Vector): Vector {
  return scaled(vector, 1 / Math.hypot(...vector));
}
