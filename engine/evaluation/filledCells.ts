// Label image of cells that are stored as contours: every pixel of a cell, its contour included, has the cell's number.

import type { Components } from './components.js';

type Point = readonly [x: number, y: number];

/**
 * @param contours closed polygons of pixel positions, as cells.json has them. A pixel of two cells belongs to the later one
 */
export function filledCells(
  contours: readonly (readonly Point[])[],
  width: number,
  height: number,
): Components {
  const labels = new Int32Array(width * height);
  contours.forEach((contour, i) => {
    fillInside(contour, i + 1, labels, width, height);
    drawContour(contour, i + 1, labels, width, height);
  });
  const areas = new Int32Array(contours.length + 1);
  for (const label of labels) areas[label]!++;
  return { labels, count: contours.length, areas };
}

/** Pixels between pairs of crossings of each row, even-odd. */
function fillInside(
  contour: readonly Point[],
  label: number,
  labels: Int32Array,
  width: number,
  height: number,
): void {
  const rows = contour.map(([, y]) => y);
  const last = Math.min(height - 1, Math.max(...rows));
  for (let y = Math.max(0, Math.min(...rows)); y <= last; y++) {
    const crossings: number[] = [];
    contour.forEach(([x0, y0], k) => {
      const [x1, y1] = contour[(k + 1) % contour.length]!;
      if (y0 <= y !== y1 <= y) crossings.push(x0 + ((y - y0) / (y1 - y0)) * (x1 - x0));
    });
    crossings.sort((a, b) => a - b);
    for (let k = 0; k + 1 < crossings.length; k += 2) {
      const end = Math.min(width - 1, Math.floor(crossings[k + 1]!));
      for (let x = Math.max(0, Math.ceil(crossings[k]!)); x <= end; x++) labels[y * width + x] = label;
    }
  }
}

function drawContour(
  contour: readonly Point[],
  label: number,
  labels: Int32Array,
  width: number,
  height: number,
): void {
  contour.forEach(([x0, y0], k) => {
    const [x1, y1] = contour[(k + 1) % contour.length]!;
    const steps = Math.max(Math.abs(x1 - x0), Math.abs(y1 - y0), 1);
    for (let step = 0; step <= steps; step++) {
      const [x, y] = [
        Math.round(x0 + ((x1 - x0) * step) / steps),
        Math.round(y0 + ((y1 - y0) * step) / steps),
      ];
      if (x >= 0 && y >= 0 && x < width && y < height) labels[y * width + x] = label;
    }
  });
}
