// Features of an image's style, each a number that a person can read: amounts of the stains, light, detail, texture. Images of
// one laboratory, scanner and protocol lie close together by them, whatever tissue they show.

import type { StyleFeature, StyleGroup } from '../protocol/imageStyle.js';
import type { Raster } from '../protocol/raster.js';
import { detailFeatures } from './detailFeatures.js';
import { lightFeatures } from './lightFeatures.js';
import { luminanceOf } from './planes.js';
import { stainFeatures } from './stainFeatures.js';
import { textureFeatures } from './textureFeatures.js';

type ReadableGroup = Exclude<StyleGroup, 'deep'>;

/** Sides below this show no texture. */
export const LEAST_SIDE_PX = 32;

const TITLES: Readonly<Record<ReadableGroup, Readonly<Record<string, string>>>> = {
  stains: {
    hematoxylinMean: 'Hematoxylin density, mean',
    hematoxylinSpread: 'Hematoxylin density, standard deviation',
    hematoxylinP50: 'Hematoxylin density, median',
    hematoxylinP90: 'Hematoxylin density, 90th percentile',
    hematoxylinP99: 'Hematoxylin density, 99th percentile',
    dabMean: 'DAB density, mean',
    dabSpread: 'DAB density, standard deviation',
    dabP50: 'DAB density, median',
    dabP90: 'DAB density, 90th percentile',
    dabP99: 'DAB density, 99th percentile',
    stainedShare: 'Share of stained pixels',
  },
  light: {
    backgroundRed: 'Background, red',
    backgroundGreen: 'Background, green',
    backgroundBlue: 'Background, blue',
    brightness: 'Brightness, mean',
    saturation: 'Saturation, mean',
  },
  detail: {
    contrast: 'Contrast: standard deviation of brightness',
    sharpness: 'Sharpness: log10 of the variance of the Laplacian',
    noise: 'Noise: standard deviation',
    spectrumSlope: 'Slope of the power spectrum',
    fineShare: 'Share of power in fine detail',
  },
  texture: {
    textureContrast: 'Contrast of neighbours',
    textureHomogeneity: 'Homogeneity of neighbours',
    textureEntropy: 'Entropy of neighbours',
    textureCorrelation: 'Correlation of neighbours',
    coarseContrast: 'Contrast at 4 px',
    coarseCorrelation: 'Correlation at 4 px',
  },
};

/** All features, in their order. */
export const STYLE_FEATURES: readonly StyleFeature[] = (Object.keys(TITLES) as ReadableGroup[]).flatMap(
  (group) => Object.entries(TITLES[group]).map(([id, title]) => ({ id, title, group })),
);

/**
 * Features of an RGB image, in the order of STYLE_FEATURES.
 * @throws RangeError for a side below LEAST_SIDE_PX
 */
export function styleFeatures(image: Raster): Float64Array {
  const { width, height } = image;
  if (Math.min(width, height) < LEAST_SIDE_PX)
    throw new RangeError(`${width} × ${height} px are too few; at least ${LEAST_SIDE_PX} a side are needed.`);
  const luminance = luminanceOf(image);
  const all: Readonly<Record<string, number>> = {
    ...stainFeatures(image),
    ...lightFeatures(image, luminance),
    ...detailFeatures(luminance),
    ...textureFeatures(luminance),
  };
  return Float64Array.from(STYLE_FEATURES, ({ id }) => all[id]!);
}
