// Optical densities of a bright-field image, as layers that are computed from its pixels: the sum over the channels, and
// the amounts of hematoxylin and DAB by colour deconvolution (Ruifrok & Johnston 2001). Pure.

import { DENSITY_OF_LEVEL } from '../../engine/postprocessing/intensityPlanes.js';
import type { PictureLayer } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';

export const DENSITIES = ['sum', 'hematoxylin', 'dab'] as const;
export type Density = (typeof DENSITIES)[number];

type Vector = readonly [red: number, green: number, blue: number];

/** Optical density of each stain in red, green and blue (Ruifrok & Johnston 2001, table 2), of length 1. */
export const STAIN_VECTORS: Readonly<Record<Exclude<Density, 'sum'>, Vector>> = {
  hematoxylin: unit([0.65, 0.704, 0.286]),
  dab: unit([0.268, 0.57, 0.776]),
};

/**
 * Weights of the densities of red, green and blue, whose sum is the density of a layer. Those of a stain are a column of
 * the inverse of the matrix of the two stains and of the direction perpendicular to both, which takes the rest.
 */
export const DENSITY_WEIGHTS: Readonly<Record<Density, Vector>> = {
  sum: [1, 1, 1],
  hematoxylin: weightsOf(STAIN_VECTORS.hematoxylin, STAIN_VECTORS.dab),
  dab: weightsOf(STAIN_VECTORS.dab, STAIN_VECTORS.hematoxylin),
};

/** Density of a pixel with stored red, green and blue, 0 … 255; slightly negative for a stain that is not there. */
export function densityOfColour(density: Density, [red, green, blue]: readonly number[]): number {
  const [r, g, b] = DENSITY_WEIGHTS[density];
  return r * DENSITY_OF_LEVEL[red!]! + g * DENSITY_OF_LEVEL[green!]! + b * DENSITY_OF_LEVEL[blue!]!;
}

const PREFIX = 'density:';

/** Density that a layer shows; undefined for a layer of stored colours. */
export function densityOf({ id }: Pick<PictureLayer, 'id'>): Density | undefined {
  return DENSITIES.find((density) => id === `${PREFIX}${density}`);
}

/** Layers of a pane with the densities of its image on top of the image. */
export function withDensities(layers: readonly PictureLayer[]): readonly PictureLayer[] {
  return layers.flatMap((layer) =>
    layer.role === 'image' && densityOf(layer) === undefined
      ? [
          layer,
          ...DENSITIES.map((density) => ({ ...layer, id: `${PREFIX}${density}`, title: titleOf(density) })),
        ]
      : [layer],
  );
}

function titleOf(density: Density): string {
  switch (density) {
    case 'sum':
      return t('Optical density');
    case 'hematoxylin':
      return t('Hematoxylin stain (OD)');
    case 'dab':
      return t('DAB stain (OD)');
  }
}

/** Weights that give 1 for `stain`, and 0 for `other` and for the direction perpendicular to both. */
function weightsOf(stain: Vector, other: Vector): Vector {
  const cosine = dot(stain, other);
  const scale = 1 / (1 - cosine * cosine);
  return stain.map((value, i) => scale * (value - cosine * other[i]!)) as unknown as Vector;
}

function unit(vector: Vector): Vector {
  const length = Math.sqrt(dot(vector, vector));
  return vector.map((value) => value / length) as unknown as Vector;
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}
