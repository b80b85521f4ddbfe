// Table of what a model's manifest may ask for beyond its networks. A refinement changes the segmentation map itself, so that
// everything after it, thresholds of users and viewers included, sees it.

import type { Raster } from '../protocol/raster.js';
import { blackIsPositive } from './blackIsPositive.js';
import { oneClassPerNucleus } from './oneClassPerNucleus.js';
import { partTouching } from './partTouching.js';

/** Changes a map in place. Map and IHC image are (H, W, 3) of one size, at the size of pixels that the model was trained on. */
export type MapRefinement = (map: Raster, ihc: Raster) => void;

/** Names as in the manifest: pixels of nuclei that are dark in blue light are positive; touching nuclei are parted; a nucleus has one class. */
export const MAP_REFINEMENTS = {
  'black-is-positive': blackIsPositive,
  'part-touching': partTouching,
  'one-class-per-nucleus': oneClassPerNucleus,
} as const satisfies Readonly<Record<string, MapRefinement>>;

export type MapRefinementName = keyof typeof MAP_REFINEMENTS;
