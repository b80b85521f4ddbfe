// Optical densities of hematoxylin and DAB by colour deconvolution: the density of a pixel in red, green and blue is a sum
// of stains, each with its own direction, and is solved for their amounts (Ruifrok & Johnston 2001, Anal Quant Cytol Histol
// 23: 291–299). The third direction, of what neither stain explains, is perpendicular to both.

type Vector = readonly [red: number, green: number, blue: number];

/** Stain vectors of the paper, before normalisation. */
export const HEMATOXYLIN: Vector = [0.65, 0.7, 0.29];
export const DAB: Vector = [0.27, 0.57, 0.78];

/** log10(255 / v) of one channel; black counts as 1, the darkest value with a density. */
const DENSITY_OF_LEVEL = Float64Array.from({ length: 256 }, (_, level) =>
  Math.log10(255 / Math.max(level, 1)),
);

/** Part of a stain's density that each level of each channel adds: the three parts of a pixel sum up to its density. */
export type LevelSums = readonly [red: Float64Array, green: Float64Array, blue: Float64Array];

const [hematoxylinWeights, dabWeights] = weightsOf(HEMATOXYLIN, DAB);

export const hematoxylinDensity: LevelSums = levelSums(hematoxylinWeights);
export const dabDensity: LevelSums = levelSums(dabWeights);

/** Amounts of two stains in a density: the first two columns of the inverse of the matrix with rows a, b and a × b. */
function weightsOf(first: Vector, second: Vector): readonly [Vector, Vector] {
  const a = unit(first);
  const b = unit(second);
  const rest = unit(cross(a, b));
  const determinant = dot(a, cross(b, rest));
  return [scaled(cross(b, rest), 1 / determinant), scaled(cross(rest, a), 1 / determinant)];
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
