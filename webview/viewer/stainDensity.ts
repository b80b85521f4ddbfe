// Optical densities of a bright-field image, as layers that are computed from its pixels: the sum over the channels, and
// the amounts of hematoxylin and DAB by colour deconvolution (Ruifrok & Johnston 2001). Pure.

import { STAIN_WEIGHTS, type Vector } from '../../engine/measurements/stains.js';
import { DENSITY_OF_LEVEL } from '../../engine/postprocessing/intensityPlanes.js';
import type { PictureLayer } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';

export const DENSITIES = ['sum', 'hematoxylin', 'dab'] as const;
export type Density = (typeof DENSITIES)[number];

/** Weights of the densities of red, green and blue, whose sum is the density of a layer. */
export const DENSITY_WEIGHTS: Readonly<Record<Density, Vector>> = { sum: [1, 1, 1], ...STAIN_WEIGHTS };

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
