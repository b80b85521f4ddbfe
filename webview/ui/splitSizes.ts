// Sizes of an area whose edge can be dragged: bounds, keys, saved values. Pure.

import { within } from './savedValues.js';

/** Share of the whole page that an area may take. */
const MOST_SHARE = 0.8;
/** Largest size that is read back: no screen is larger. */
const MOST_SAVED_PX = 20_000;
const KEY_STEP_PX = 16;

export interface SizeBounds {
  readonly leastPx: number;
  readonly mostPx: number;
}

/** Bounds of an area in a page of that size; the least size wins where the page is small. */
export function sizeBounds(leastPx: number, pagePx: number): SizeBounds {
  return { leastPx, mostPx: Math.max(leastPx, Math.floor(pagePx * MOST_SHARE)) };
}

export function boundedSize(sizePx: number, { leastPx, mostPx }: SizeBounds): number {
  return Math.round(Math.min(mostPx, Math.max(leastPx, sizePx)));
}

/** Edge of the area that can be dragged. The area grows against the direction of the other edges' coordinates. */
export type Edge = 'left' | 'right' | 'top';

/** Size after the edge was dragged by so many pixels, right and down positive. */
export function sizeAfterDrag(sizePx: number, byPx: number, edge: Edge, bounds: SizeBounds): number {
  return boundedSize(edge === 'right' ? sizePx + byPx : sizePx - byPx, bounds);
}

/** Size after a key; undefined for keys that mean nothing here. Arrows move the edge, Home and End go to the bounds. */
export function sizeAfterKey(
  sizePx: number,
  key: string,
  edge: Edge,
  bounds: SizeBounds,
): number | undefined {
  const [before, after] = edge === 'top' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight'];
  switch (key) {
    case before:
      return sizeAfterDrag(sizePx, -KEY_STEP_PX, edge, bounds);
    case after:
      return sizeAfterDrag(sizePx, KEY_STEP_PX, edge, bounds);
    case 'Home':
      return bounds.leastPx;
    case 'End':
      return bounds.mostPx;
    default:
      return undefined;
  }
}

/** Sizes with which a page of this kind begins, by name: those of the panel before it. */
export function firstSizes(text: string | undefined): Readonly<Record<string, number>> {
  try {
    const entries = Object.entries(JSON.parse(text ?? '{}') as object).map(([name, value]) => [
      name,
      readSize(value),
    ]);
    return Object.fromEntries(entries.filter(([, size]) => size !== undefined)) as Readonly<
      Record<string, number>
    >;
  } catch {
    return {}; // no page of ours wrote it
  }
}

/** A saved size; undefined: the size of the style sheet. */
export function readSize(value: unknown): number | undefined {
  return within(value, 1, MOST_SAVED_PX);
}
