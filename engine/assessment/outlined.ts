// Cells as centres, and the outline within which they are labelled: outside of it nothing is known.

import type { Point } from '../evaluation/detection.js';
import type { Cells } from '../evaluation/scoreImage.js';
import type { LabelledPoint } from './pointsFile.js';

/** Pixels of a picture that belong to the labelled area. */
export interface Outline {
  readonly width: number;
  readonly height: number;
  /** 0 is outside. */
  readonly inside: Uint16Array;
}

export function cellsOfPoints(all: readonly LabelledPoint[], outline?: Outline): Cells {
  const points = outline ? all.filter((point) => isInside(point, outline)) : all;
  const positive = points.filter((point) => point.positive);
  const negative = points.filter((point) => !point.positive);
  return {
    points: { positive, negative, any: points },
    counts: { positive: positive.length, negative: negative.length },
  };
}

function isInside({ x, y }: Point, { width, height, inside }: Outline): boolean {
  const [column, row] = [Math.round(x), Math.round(y)];
  return column >= 0 && row >= 0 && column < width && row < height && inside[row * width + column] !== 0;
}
