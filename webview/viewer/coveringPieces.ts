// Choice of the pieces of a layer that is not opaque: pieces of one level only, since coarse pixels would shine through fine
// ones. While fine tiles are still missing, a coarser level is drawn instead of holes. Pure.

import type { Bounds } from './camera.js';
import type { Piece } from './pictureStore.js';

/** Sizes of levels are rounded up, so a coarse tile may end a little outside the picture. */
const ROUNDING = 0.005;

/** Pieces of the finest level that covers the part of the picture in sight, or of the one that covers most of it. */
export function coveringPieces<P extends Pick<Piece, 'key' | 'bounds'>>(
  pieces: readonly P[],
  sight: Bounds,
): readonly P[] {
  const levels = new Map<number, P[]>();
  for (const piece of pieces) {
    const level = levelOf(piece);
    levels.set(level, [...(levels.get(level) ?? []), piece]);
  }
  let best: readonly P[] = [];
  let mostArea = 0;
  for (const level of [...levels.keys()].sort((a, b) => a - b)) {
    const candidates = levels.get(level)!;
    const area = candidates.reduce((sum, { bounds }) => sum + commonArea(bounds, sight), 0);
    if (area > mostArea * (1 + ROUNDING) || best.length === 0) {
      best = candidates;
      mostArea = area;
    }
  }
  return best;
}

/** Level of a tile; a whole picture is coarser than every tile. */
function levelOf({ key }: Pick<Piece, 'key'>): number {
  return key.startsWith('whole') ? Infinity : Number(key.split('/')[0]);
}

function commonArea(a: Bounds, b: Bounds): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  return width > 0 && height > 0 ? width * height : 0;
}
