// Class of nuclei that are black: hematoxylin stops red and green light and lets blue pass, so a pixel that is dark in blue has DAB,
// however much. Networks that learned from rendered pictures take saturated DAB for dark hematoxylin now and then.

import type { Raster } from '../protocol/raster.js';
import type { PostProcessor } from './postProcessors.js';

/** Level of blue light below which a pixel is DAB: a density of 0.7, which hematoxylin does not reach. */
const DARK_BLUE = 50;

export const blackNucleiPositive: PostProcessor = {
  id: 'black-is-positive',
  title: 'Black is positive',
  detail: 'Pixels of nuclei that are dark in blue light become positive: hematoxylin lets blue pass, DAB does not.',
  overlapPx: 0,
  needs: [],
  process(map, { ihc }) {
    blackIsPositive(map, ihc);
    return map;
  },
};

/**
 * Turns negative pixels of a map into positive ones where the image is dark in blue light.
 * @param map (H, W, 3), changed in place
 * @param ihc (H, W, 3) of the same size
 */
export function blackIsPositive(map: Raster, ihc: Raster): void {
  if (ihc.channels !== 3) return; // a grey image has no blue of its own
  const { data } = map;
  for (let at = 0; at < data.length; at += 3)
    if (ihc.data[at + 2]! < DARK_BLUE && data[at + 2]! > data[at]!) {
      data[at] = data[at + 2]!;
      data[at + 2] = 0;
    }
}
