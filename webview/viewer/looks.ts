// How layers look: what a user can set, and what they look like at first.

import type { PictureLayer } from '../messages/viewer.js';

export const BLENDS = ['normal', 'add', 'multiply'] as const;
export type Blend = (typeof BLENDS)[number];

export interface LayerLook {
  readonly visible: boolean;
  /** 0 … 1. */
  readonly opacity: number;
  /** "#rrggbb": brightness is shown in this colour; absent: as stored. */
  readonly tint?: string;
  readonly blend: Blend;
}

/** Cell outlines; classes have their own colours. */
export interface CellsLook {
  readonly visible: boolean;
  readonly opacity: number;
  readonly widthPx: number;
}

export const FIRST_CELLS_LOOK: CellsLook = { visible: true, opacity: 1, widthPx: 1.5 };

const TINTS: Readonly<Record<string, string>> = { dapi: '#5078ff', lap2: '#ff5a28', marker: '#ffdc00' };

/** What fluoresces gets its customary colour; the image alone is shown at first. */
export function firstLook(layer: Pick<PictureLayer, 'id' | 'role'>): LayerLook {
  const tint = layer.role === 'modality' ? TINTS[layer.id] : undefined;
  return {
    visible: layer.role === 'image',
    opacity: 1,
    ...(tint === undefined ? {} : { tint }),
    blend: 'normal',
  };
}

/** Red, green, blue of "#rrggbb". */
export function rgbOf(colour: string): [number, number, number] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** By class: not counted, negative, positive. */
export const CLASS_COLOURS = [
  [150, 150, 150, 110],
  [40, 110, 255, 255],
  [255, 40, 40, 255],
] as const;
