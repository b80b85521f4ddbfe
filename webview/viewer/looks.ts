// Looks of layers: the settings of a user, and the first look.

import type { PictureLayer } from '../messages/viewer.js';

export const BLENDS = ['normal', 'add', 'multiply'] as const;
export type Blend = (typeof BLENDS)[number];

export interface LayerLook {
  readonly visible: boolean;
  /** 0 … 1. */
  readonly opacity: number;
  /** "#rrggbb" in which brightness is shown; absent: colours as stored. */
  readonly tint?: string;
  readonly blend: Blend;
}

/** Look of cell outlines; classes have their own colours. */
export interface CellsLook {
  readonly visible: boolean;
  readonly opacity: number;
  readonly widthPx: number;
}

export const FIRST_CELLS_LOOK: CellsLook = { visible: true, opacity: 1, widthPx: 1.5 };

const TINTS: Readonly<Record<string, string>> = { dapi: '#5078ff', lap2: '#ff5a28', marker: '#ffdc00' };

/** First look of a layer: fluorescence has its customary colour, and only the image is visible. */
export function firstLook(layer: Pick<PictureLayer, 'id' | 'role'>): LayerLook {
  const tint = layer.role === 'modality' ? TINTS[layer.id] : undefined;
  return {
    visible: layer.role === 'image',
    opacity: 1,
    ...(tint === undefined ? {} : { tint }),
    blend: 'normal',
  };
}

/** Red, green and blue of "#rrggbb". */
export function rgbOf(colour: string): [number, number, number] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Colours of the classes: not counted, negative, positive. */
export const CLASS_COLOURS = [
  [150, 150, 150, 110],
  [40, 110, 255, 255],
  [255, 40, 40, 255],
] as const;
