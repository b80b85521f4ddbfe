// Table of post-processors: rules that change a segmentation map between the networks and its scores, so that everything after
// them, thresholds of users and viewers included, sees the change. A model's manifest names those that belong to it, and users
// choose more for an analysis.

import type { Raster } from '../protocol/raster.js';
import type { Control } from '../protocol/progress.js';
import { openTable, type Row } from '../tables/openTable.js';

/** Pictures beside the map, of its size and place. A picture that the analysis has not made is absent. */
export interface PicturesOfMap {
  /** (H, W, 3), or (H, W, 1) of a grey image. */
  readonly ihc: Raster;
  /** Pictures that the row needs: modalities by name. */
  readonly others: ReadonlyMap<string, Raster>;
}

export interface PostProcessor extends Row {
  /** One sentence for lists: what it changes. */
  readonly detail: string;
  /** Micrometres per pixel that its distances are meant for: maps are brought there and back. Absent: any. */
  readonly mpp?: number;
  /** Pixels around a tile that the row sees and whose result is dropped, so that tiles fit. */
  readonly overlapPx: number;
  /** Modalities that it asks for beside the IHC image. */
  readonly needs: readonly string[];
  /**
   * Changed map of the same size, or the given one changed in place. `mpp`: micrometres per pixel of the map, where known.
   *
   * @param map (H, W, 3): red positive, blue negative, green borders
   */
  process(
    map: Raster,
    pictures: PicturesOfMap,
    about: { readonly mpp?: number | undefined; readonly control?: Control },
  ): Raster | Promise<Raster>;
}

export const postProcessors = openTable<PostProcessor>('post-processor');
