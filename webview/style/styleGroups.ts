// Groups of images by folder or marker, with the look of their points. Pure.

import type { ChartTheme } from '../charts/chartColours.js';
import type { ShownStyle } from '../messages/style.js';
import type { GroupedBy } from './styleView.js';

export interface StyleGroupLook {
  readonly title: string;
  readonly colour: string;
  /** Symbol of the chart library; another one once the colours are used up. */
  readonly symbol: string;
  /** Positions of its images. */
  readonly images: readonly number[];
}

const COLOURS = 10;
const SYMBOLS = ['circle', 'triangle', 'rect', 'diamond'] as const;

/** Groups in the order of their titles, so that a colour stays when images are added. */
export function groupsOf(
  images: readonly ShownStyle[],
  by: GroupedBy,
  theme: Pick<ChartTheme, 'colour'>,
): readonly StyleGroupLook[] {
  const groups = new Map<string, number[]>();
  for (const [at, image] of images.entries()) {
    const group = groups.get(image[by]);
    if (group) group.push(at);
    else groups.set(image[by], [at]);
  }
  return [...groups]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([title, own], i) => ({
      title,
      colour: theme.colour(i),
      symbol: SYMBOLS[Math.floor(i / COLOURS) % SYMBOLS.length]!,
      images: own,
    }));
}

/** Positions whose places lie in a rectangle, ascending. */
export function imagesIn(
  places: Float64Array,
  [x0, x1]: readonly [number, number],
  [y0, y1]: readonly [number, number],
): readonly number[] {
  const found: number[] = [];
  for (let at = 0; at < places.length / 2; at++) {
    const [x, y] = [places[2 * at]!, places[2 * at + 1]!];
    if (x >= x0 && x <= x1 && y >= y0 && y <= y1) found.push(at);
  }
  return found;
}
