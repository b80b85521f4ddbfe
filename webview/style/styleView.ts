// View state of the page of image styles, saved over reloads.

import { STYLE_GROUPS, STYLE_METHODS, type StyleMethod } from '../../engine/protocol/imageStyle.js';
import type { UsedFeatures } from '../messages/style.js';
import { oneOf, recordOf } from '../ui/savedValues.js';

export type GroupedBy = 'folder' | 'marker';

export interface StyleView {
  readonly method: StyleMethod;
  readonly use: UsedFeatures;
  readonly by: GroupedBy;
}

/** The extension host opens the folders again. */
export interface SavedStyle extends StyleView {
  readonly folders: readonly string[];
}

export function readStyleView(value: unknown): StyleView {
  const saved = recordOf(value);
  return {
    method: oneOf(saved.method, STYLE_METHODS) ?? 'pca',
    use: oneOf(saved.use, ['all', ...STYLE_GROUPS]) ?? 'all',
    by: oneOf(saved.by, ['folder', 'marker']) ?? 'folder',
  };
}
