// Table of images with their places and features, as the panel saves it.

import type { ImageStyles, StylePlaces } from '../../engine/protocol/imageStyle.js';
import type { CsvRow } from '../../engine/runlog/csvLines.js';

/** @param chosen positions of the images; empty: all */
export function* styleTable(
  { images, features, values }: ImageStyles,
  { method, places }: StylePlaces,
  chosen: readonly number[],
): Generator<CsvRow> {
  yield ['image', 'folder', 'marker', `${method}_x`, `${method}_y`, ...features.map(({ id }) => id)];
  const all = chosen.length > 0 ? chosen : images.keys();
  for (const i of all) {
    const image = images[i];
    if (!image) continue;
    const own = values.subarray(i * features.length, (i + 1) * features.length);
    yield [image.path, image.folder, image.marker, places[2 * i], places[2 * i + 1], ...own];
  }
}
