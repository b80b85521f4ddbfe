// Made-up cells and pictures that functions of plug-ins are tested with: the same numbers every time. Nuclei are rectangles
// without their upper right corner, so that areas, centroids and outlines are exact.

import type { CellColumnsInput, PictureInput } from '../plugins/cellsInput.js';

export interface SampleCell {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  /** Side of the square that is cut out of the upper right corner; less than width and height. */
  readonly notch: number;
}

export const SAMPLE_WIDTH = 640;
export const SAMPLE_HEIGHT = 480;

/** Nuclei of many shapes and sizes on a grid. */
export function sampleCells(count: number): readonly SampleCell[] {
  const random = randomFrom(7);
  return Array.from({ length: count }, (_, i) => {
    const [width, height] = [4 + Math.floor(random() * 20), 4 + Math.floor(random() * 20)];
    const notch = Math.floor(random() * Math.min(width, height) * 0.6);
    return { x: (i % 20) * 32, y: Math.floor(i / 20) * 32, width, height, notch };
  });
}

export interface CellChoice {
  /** Default: two of three are positive. */
  readonly positive?: boolean;
  readonly counted?: boolean;
  readonly outlines?: boolean;
  /** `unknown`: NaN for every second cell. Default: known. */
  readonly intensities?: 'known' | 'unknown' | 'none';
}

/** Cells as they travel to the process of a plug-in. */
export function columnsOfCells(cells: readonly SampleCell[], choice: CellChoice = {}): CellColumnsInput {
  const { positive, counted = true, outlines = true, intensities = 'known' } = choice;
  const numbers = (valueOf: (cell: SampleCell, i: number) => number) => Float64Array.from(cells, valueOf);
  const known = (low: number) =>
    numbers((_, i) => (intensities === 'unknown' && i % 2 === 1 ? NaN : low + ((i * 37) % 100) / 100));
  return {
    index: Uint32Array.from(cells.keys()),
    positive: Uint8Array.from(cells, (_, i) => Number(counted && (positive ?? i % 3 !== 0))),
    counted: Uint8Array.from(cells, () => Number(counted)),
    x: numbers((cell) => centroid(cell)[0]),
    y: numbers((cell) => centroid(cell)[1]),
    areaPx: numbers(areaOf),
    box: Int32Array.from(cells.flatMap(({ x, y, width, height }) => [x, y, width, height])),
    intensities:
      intensities === 'none' ? {} : { od_mean: known(0.1), dab_od_mean: known(0.05), marker_mean: known(20) },
    ...(outlines ? { outlines: outlinesOf(cells) } : {}),
  };
}

function areaOf({ width, height, notch }: SampleCell): number {
  return width * height - notch * notch;
}

function centroid(cell: SampleCell): readonly [number, number] {
  const { x, y, width, height, notch } = cell;
  const [whole, cut, area] = [width * height, notch * notch, areaOf(cell)];
  const column = (whole * (x + width / 2) - cut * (x + width - notch / 2)) / area;
  const row = (whole * (y + height / 2) - cut * (y + notch / 2)) / area;
  // Centroids are means of pixels, whose corners have whole numbers.
  return [column - 0.5, row - 0.5];
}

/** Corners of a cell, clockwise on the screen. */
export function outlineOf({ x, y, width, height, notch }: SampleCell): readonly number[] {
  const [right, bottom] = [x + width, y + height];
  return notch === 0
    ? [x, y, right, y, right, bottom, x, bottom]
    : [x, y, right - notch, y, right - notch, y + notch, right, y + notch, right, bottom, x, bottom];
}

function outlinesOf(cells: readonly SampleCell[]) {
  const outlines = cells.map(outlineOf);
  const starts = new Uint32Array(cells.length + 1);
  outlines.forEach(({ length }, i) => (starts[i + 1] = starts[i]! + length));
  return { starts, xy: Float32Array.from(outlines.flat()) };
}

/** Pictures of one size with noise, by name. */
export function samplePictures(
  names: readonly string[],
  width = SAMPLE_WIDTH,
  height = SAMPLE_HEIGHT,
): Readonly<Record<string, PictureInput>> {
  return Object.fromEntries(
    names.map((name, i) => [
      name,
      { x: 0, y: 0, width, height, channels: 3, data: noise(width * height * 3, i) },
    ]),
  );
}

export function noise(length: number, seed: number): Uint8Array {
  const random = randomFrom(seed + 1);
  return Uint8Array.from({ length }, () => Math.floor(random() * 256));
}

/** Numbers from 0 to 1 with a seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
