// Looks of layers and of cell outlines: the settings of a user, and the first look. Pure.

import type { PictureLayer } from '../messages/viewer.js';
import { densityOf, type Density } from './stainDensity.js';

export const BLENDS = ['normal', 'add', 'multiply'] as const;
export type Blend = (typeof BLENDS)[number];

/** Looks of all layers for one purpose (`presets.ts`). */
export const PRESETS = ['ihc', 'mpif', 'segmentation', 'stains'] as const;
export type Preset = (typeof PRESETS)[number];

/** Values shown as nothing and as full brightness, in the unit of the layer (`valuesOf`). */
export interface LookRange {
  readonly low: number;
  readonly high: number;
}

export interface LayerLook {
  readonly visible: boolean;
  /** 0 … 1. */
  readonly opacity: number;
  /** "#rrggbb" in which brightness is shown; absent: colours as stored. */
  readonly tint?: string;
  readonly blend: Blend;
  /** Brightness and contrast; "auto" follows from the pixels, absent shows all values. */
  readonly range?: LookRange | 'auto';
}

export interface CellsLook {
  readonly visible: boolean;
  readonly opacity: number;
  /** Width of an outline on screen. */
  readonly widthPx: number;
  /** "#rrggbb" of the outlines of each class. */
  readonly positive: string;
  readonly negative: string;
}

export const FIRST_CELLS_LOOK: CellsLook = {
  visible: true,
  opacity: 1,
  widthPx: 1.5,
  positive: '#ff2828',
  negative: '#286eff',
};

const TINTS: Readonly<Record<string, string>> = { dapi: '#3c64ff', lap2: '#00c864', marker: '#ffdc00' };
const DENSITY_TINTS: Readonly<Record<Density, string>> = {
  sum: '#000000',
  hematoxylin: '#283c8c',
  dab: '#8c3c0a',
};

/** First look of a layer: fluorescence has its customary colour, and only the image is visible. */
export function firstLook(layer: Pick<PictureLayer, 'id' | 'role'>): LayerLook {
  const density = densityOf(layer);
  const tint = density ? DENSITY_TINTS[density] : layer.role === 'modality' ? TINTS[layer.id] : undefined;
  return {
    visible: layer.role === 'image' && density === undefined,
    opacity: 1,
    ...(tint === undefined ? {} : { tint }),
    blend: 'normal',
  };
}

/** Values of a layer: their largest, the step between two, and the range that shows all that matters. */
export function valuesOf(layer: Pick<PictureLayer, 'id'>): {
  readonly most: number;
  readonly step: number;
  readonly full: LookRange;
} {
  switch (densityOf(layer)) {
    case undefined:
      return { most: 255, step: 1, full: { low: 0, high: 255 } };
    case 'sum':
      return { most: 5, step: 0.05, full: { low: 0, high: 3 } };
    default:
      return { most: 2.5, step: 0.05, full: { low: 0, high: 1.5 } };
  }
}

/** Red, green and blue of "#rrggbb". */
export function rgbOf(colour: string): [number, number, number] {
  const number = Number.parseInt(colour.slice(1), 16);
  return [number >> 16, (number >> 8) & 255, number & 255];
}

/** Outline of a selected cell. */
export const SELECTED_COLOUR = '#ffe600';

/** Colour of cells that do not count, with its opacity. */
export const UNCOUNTED_COLOUR = [150, 150, 150, 110] as const;
