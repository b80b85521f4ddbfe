// Options as stored, as asked for, and what distinguishes them: several spellings mean the same.

import type { PostprocessOptions } from '../../engine/protocol/thresholds.js';
import type { Pane, PictureLayer, SegmentationMap } from '../messages/viewer.js';
import { findingOf } from './outlinedCells.js';

/** Beyond so many pixels cells are found by the engine only. */
export const MOST_LIVE_PX = 16 * 1024 * 1024;

/** Takes `change` over; an undefined value removes the option. */
export function changedOptions(
  options: PostprocessOptions,
  change: Partial<PostprocessOptions>,
): PostprocessOptions {
  const entries = Object.entries({ ...options, ...change }).filter(([, value]) => value !== undefined);
  // The resolution is never removed: nothing offers to.
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

/** Addresses of the files that finding cells needs, or why the page cannot do it, in words. */
export function liveFiles(
  pane: Pane,
  map: SegmentationMap,
  needs: { readonly marker: boolean },
): { readonly segmentation: string; readonly marker?: string; readonly ihc?: string } | string {
  const uriOf = (layer: string | undefined): string | undefined => {
    const picture: PictureLayer['picture'] | undefined = pane.layers.find(({ id }) => id === layer)?.picture;
    return picture?.kind === 'file' ? picture.uri : undefined;
  };
  if (map.layers.segmentation === undefined)
    return 'The result has no segmentation map, so that the cells cannot be found again.';
  if (pane.widthPx * pane.heightPx > MOST_LIVE_PX)
    return 'The map is large: this threshold takes effect when you let go, and the result is then scored and saved.';
  const segmentation = uriOf(map.layers.segmentation);
  const marker = uriOf(map.layers.marker);
  const ihc = uriOf(map.layers.ihc);
  if (segmentation === undefined || (needs.marker && marker === undefined))
    return (
      'The pictures are not in a form that can be read here: this threshold takes effect when you let go, and the ' +
      'result is then scored and saved.'
    );
  return {
    segmentation,
    ...(marker === undefined ? {} : { marker }),
    ...(ihc === undefined ? {} : { ihc }),
  };
}
