// Thresholds of a map: how they change, when two spellings mean the same, and which files finding cells needs.

import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { Pane, PictureLayer, SegmentationMap } from '../messages/viewer.js';
import { t } from '../ui/l10n.js';
import type { OptionChange } from './mapScores.js';
import { findingOf } from './outlinedCells.js';

/** Largest map in which cells are found on the page; the engine finds them in larger ones. */
export const MOST_LIVE_PX = 16 * 1024 * 1024;

/** Options with the change; an undefined value removes the option. */
export function changedOptions(options: PostprocessOptions, change: OptionChange): PostprocessOptions {
  const entries = Object.entries({ ...options, ...change }).filter(([, value]) => value !== undefined);
  // No control removes the resolution.
  return { resolution: options.resolution, ...Object.fromEntries(entries) };
}

export function sameOptions(a: PostprocessOptions, b: PostprocessOptions): boolean {
  const spelledOut = ({
    resolution,
    sizeThreshold = 'auto',
    sizeThresholdUpper,
    markerThreshold = 'none',
    odThresholdLower,
    odThresholdUpper,
    asReference = false,
    ...finding
  }: PostprocessOptions) =>
    JSON.stringify([
      resolution,
      sizeThreshold,
      sizeThresholdUpper ?? null,
      markerThreshold,
      odThresholdLower ?? null,
      odThresholdUpper ?? null,
      asReference,
      findingOf({ resolution, ...finding }),
    ]);
  return spelledOut(a) === spelledOut(b);
}

/** Addresses of the pictures that finding cells needs. */
export interface LiveFiles {
  readonly segmentation: string;
  readonly marker?: string;
  readonly ihc?: string;
}

/** Addresses of these pictures, or a text that says why the page cannot find cells. */
export function liveFiles(
  pane: Pane,
  map: SegmentationMap,
  needs: { readonly marker: boolean },
): LiveFiles | string {
  const uriOf = (layer: string | undefined): string | undefined => {
    const picture: PictureLayer['picture'] | undefined = pane.layers.find(({ id }) => id === layer)?.picture;
    return picture?.kind === 'file' ? picture.uri : undefined;
  };
  if (map.layers.segmentation === undefined)
    return t('The result has no segmentation map, so the cells cannot be found again.');
  if (pane.widthPx * pane.heightPx > MOST_LIVE_PX)
    return t(
      'The map is large: when you let go, this threshold is applied and the result is scored and saved.',
    );
  const segmentation = uriOf(map.layers.segmentation);
  const marker = uriOf(map.layers.marker);
  const ihc = uriOf(map.layers.ihc);
  if (segmentation === undefined || (needs.marker && marker === undefined))
    return t(
      'The pictures cannot be read here: when you let go, this threshold is applied and the result is scored and saved.',
    );
  return {
    segmentation,
    ...(marker === undefined ? {} : { marker }),
    ...(ihc === undefined ? {} : { ihc }),
  };
}
