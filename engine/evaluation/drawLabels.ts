// Label images as drawings: smaller ones by sampling, so that no number is mixed with another, and the contours of their
// nuclei.

import type { Raster, Rgb } from '../protocol/raster.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Size with the same shape and no side longer than `sidePx`; itself if it is small enough. */
export function sizeWithin({ width, height }: Size, sidePx: number): Size {
  const scale = Math.min(1, sidePx / Math.max(width, height));
  const side = (px: number) => Math.max(1, Math.round(px * scale));
  return { width: side(width), height: side(height) };
}

/** Labels at another size: each pixel has the label at its middle. The same array at the same size. */
export function sampledLabels(labels: Int32Array, from: Size, to: Size): Int32Array {
  if (from.width === to.width && from.height === to.height) return labels;
  const columns = Int32Array.from({ length: to.width }, (_, x) =>
    Math.floor(((x + 0.5) * from.width) / to.width),
  );
  const sampled = new Int32Array(to.width * to.height);
  for (let y = 0; y < to.height; y++) {
    const row = Math.floor(((y + 0.5) * from.height) / to.height) * from.width;
    for (let x = 0; x < to.width; x++) sampled[y * to.width + x] = labels[row + columns[x]!]!;
  }
  return sampled;
}

/** Indices of the pixels of nuclei that touch another label or the edge of the picture, by an edge. */
export function contourPixels(labels: Int32Array, { width, height }: Size): number[] {
  const found: number[] = [];
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    if (label === 0) continue;
    const x = i % width;
    const y = (i - x) / width;
    const isInside =
      x > 0 &&
      y > 0 &&
      x < width - 1 &&
      y < height - 1 &&
      labels[i - 1] === label &&
      labels[i + 1] === label &&
      labels[i - width] === label &&
      labels[i + width] === label;
    if (!isInside) found.push(i);
  }
  return found;
}

/** Draws the contours of all nuclei into a picture of the same size, in colour. */
export function drawContours(picture: Raster, labels: Int32Array, colour: Rgb): void {
  for (const i of contourPixels(labels, picture)) picture.data.set(colour, 3 * i);
}

/** Draws a cross and a dark rim around it, so that it is seen on any ground. */
export function drawCross(picture: Raster, x: number, y: number, armPx: number, colour: Rgb): void {
  const put = (column: number, row: number, value: Rgb) => {
    if (column >= 0 && row >= 0 && column < picture.width && row < picture.height)
      picture.data.set(value, 3 * (row * picture.width + column));
  };
  const [column, row] = [Math.round(x), Math.round(y)];
  for (const [value, rim] of [
    [[0, 0, 0], 1],
    [colour, 0],
  ] as const)
    for (let step = -armPx - rim; step <= armPx + rim; step++)
      for (let beside = -rim; beside <= rim; beside++) {
        put(column + step, row + beside, value);
        put(column + beside, row + step, value);
      }
}
