// Table of stain presets: directions of hematoxylin and DAB for colour deconvolution, which differ between laboratories and
// scanners. Measurements of results keep to the default, so that numbers of different results compare.

import { openTable, type Row } from '../tables/openTable.js';
import type { StainVectors } from './stains.js';

export interface StainPreset extends Row, StainVectors {
  /** One sentence for lists: where the vectors come from. */
  readonly detail: string;
}

export const stainPresets = openTable<StainPreset>('stain preset');
