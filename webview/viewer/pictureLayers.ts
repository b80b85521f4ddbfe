// Pictures as layers of the scene: each piece a bitmap, in the colours of its look, blended over what lies below.

import type { Layer } from '@deck.gl/core';
import type { PictureLayer } from '../messages/viewer.js';
import type { Bounds } from './camera.js';
import { coveringPieces } from './coveringPieces.js';
import { rgbOf, valuesOf, type Blend, type LayerLook } from './looks.js';
import type { Piece } from './pictureStore.js';
import { DENSITY_WEIGHTS, densityOf } from './stainDensity.js';
import { TonedBitmap, type Tone } from './tonedBitmap.js';

/** Colour that a transparent pixel must have to change nothing: white for multiply, black for add. */
const NEUTRAL = {
  normal: undefined,
  add: [0, 0, 0],
  multiply: [255, 255, 255],
} as const satisfies Record<Blend, Tone['ground']>;

const BLENDING = {
  normal: {},
  add: {
    blend: true,
    blendColorOperation: 'add',
    blendColorSrcFactor: 'one',
    blendColorDstFactor: 'one',
    blendAlphaOperation: 'add',
    blendAlphaSrcFactor: 'zero',
    blendAlphaDstFactor: 'one',
  },
  multiply: {
    blend: true,
    blendColorOperation: 'add',
    blendColorSrcFactor: 'dst',
    blendColorDstFactor: 'zero',
    blendAlphaOperation: 'add',
    blendAlphaSrcFactor: 'zero',
    blendAlphaDstFactor: 'one',
  },
} as const;

/** deck.gl draws with opacity ** (1 / 2.2); half of the opacity is to be half of the colour. */
const GAMMA = 2.2;

/**
 * @param isLowest true for the lowest layer: it has nothing to blend with, so an additive one lies on black, and a
 *   multiplied one on white
 * @param sight visible part of the picture
 */
export function pictureLayers(
  id: string,
  pieces: readonly Piece[],
  layer: Pick<PictureLayer, 'id'>,
  look: LayerLook,
  isLowest: boolean,
  sight: Bounds,
): Layer[] {
  const { opacity, blend } = look;
  const blending = isLowest ? 'normal' : blend;
  const tone = toneOf(layer, look);
  // Fine pieces hide the coarse ones below them only if they are opaque.
  const isOpaque = blending === 'normal' && (opacity === 1 || tone.ground !== undefined);
  const drawn = isOpaque ? pieces : coveringPieces(pieces, sight);
  return drawn.map(
    ({ key, bounds: [left, top, right, bottom], image }) =>
      new TonedBitmap({
        id: `${id}${key}`,
        image,
        bounds: [left, bottom, right, top],
        opacity: opacity ** GAMMA,
        tone,
        textureParameters: {
          minFilter: 'linear',
          magFilter: 'nearest',
          addressModeU: 'clamp-to-edge',
          addressModeV: 'clamp-to-edge',
        },
        parameters: BLENDING[blending],
      }),
  );
}

/** Colours of a look. Automatic ranges are numbers here (`withRanges`). */
export function toneOf(layer: Pick<PictureLayer, 'id'>, { tint, blend, range }: LayerLook): Tone {
  const density = densityOf(layer);
  const { full } = valuesOf(layer);
  const { low, high } = range === undefined || range === 'auto' ? full : range;
  const unit = density ? 1 : 255;
  return {
    kind: density ? 'density' : tint === undefined ? 'colours' : 'brightness',
    tint: tint === undefined ? (density ? [0, 0, 0] : [255, 255, 255]) : rgbOf(tint),
    low: low / unit,
    high: high / unit,
    weights: DENSITY_WEIGHTS[density ?? 'sum'],
    onWhite: density !== undefined && blend !== 'add',
    ground: NEUTRAL[blend],
  };
}
