// Pictures as layers of the scene: each piece a bitmap, tinted by its brightness and blended over what lies below.

import type { Layer } from '@deck.gl/core';
import { BitmapLayer } from '@deck.gl/layers';
import { rgbOf, type Blend, type LayerLook } from './looks.js';
import type { Piece } from './pictureStore.js';

/** Colour that a transparent pixel must have to change nothing: white for multiply, black for add. */
const NEUTRAL = {
  normal: [0, 0, 0, 0],
  add: [0, 0, 0, 255],
  multiply: [255, 255, 255, 255],
} as const satisfies Record<Blend, readonly number[]>;

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

export function pictureLayers(
  id: string,
  pieces: readonly Piece[],
  { opacity, tint, blend }: Pick<LayerLook, 'opacity' | 'tint' | 'blend'>,
): Layer[] {
  // Fine pieces hide the coarse ones below them only when opaque and blended normally; else the finest are drawn alone.
  const levels = pieces.map(({ key }) => (key.startsWith('whole') ? Infinity : Number(key.split('/')[0])));
  const finest = Math.min(...levels);
  const drawn = opacity === 1 && blend === 'normal' ? pieces : pieces.filter((_, i) => levels[i] === finest);
  return drawn.map(
    ({ key, bounds: [left, top, right, bottom], image }) =>
      new BitmapLayer({
        id: `${id}${key}`,
        image,
        bounds: [left, bottom, right, top],
        opacity,
        transparentColor: [...NEUTRAL[blend]],
        desaturate: tint === undefined ? 0 : 1,
        tintColor: tint === undefined ? [255, 255, 255] : rgbOf(tint),
        textureParameters: {
          minFilter: 'linear',
          magFilter: 'nearest',
          addressModeU: 'clamp-to-edge',
          addressModeV: 'clamp-to-edge',
        },
        parameters: BLENDING[blend],
      }),
  );
}
