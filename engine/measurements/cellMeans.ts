// Means over the pixels of cells in the pictures of a result: stains of the original image, brightness of the modalities.
// A cell's pixels are those inside its outline, holes included. Pictures come in bands of rows. Pure.

import type { Raster } from '../protocol/raster.js';
import { pixelOutline } from '../postprocessing/pixelOutline.js';
import type { CellRecord } from '../postprocessing/cellRecord.js';
import { dabDensity, hematoxylinDensity, type LevelSums } from './stains.js';

/** Mean of one number per pixel. `picture`: "ihc", or the name of a modality. */
interface MeanKind {
  readonly picture: string;
  /** Steps per unit in which means are stored. */
  readonly perUnit: number;
  /** Sums of a pixel's three channels, or its largest one. */
  readonly pixel: LevelSums | 'largest';
}

const third = Float64Array.from({ length: 256 }, (_, level) => level / 3);
const grey: LevelSums = [third, third, third];

/** Means in the order of their columns. Fluorescence is as bright as its brightest channel, as in `markerPlane`. */
export const MEAN_KINDS = {
  hematoxylin_od_mean: { picture: 'ihc', perUnit: 1000, pixel: hematoxylinDensity },
  dab_od_mean: { picture: 'ihc', perUnit: 1000, pixel: dabDensity },
  hematoxylin_mean: { picture: 'hematoxylin', perUnit: 10, pixel: grey },
  dapi_mean: { picture: 'dapi', perUnit: 10, pixel: 'largest' },
  lap2_mean: { picture: 'lap2', perUnit: 10, pixel: 'largest' },
  marker_mean: { picture: 'marker', perUnit: 10, pixel: 'largest' },
} as const satisfies Readonly<Record<string, MeanKind>>;

export type MeanId = keyof typeof MEAN_KINDS;
export const MEAN_IDS = Object.keys(MEAN_KINDS) as readonly MeanId[];

/** One value per cell in each column; columns without a picture are absent. */
export type CellMeans = Partial<Readonly<Record<MeanId, Float32Array>>>;

/** Pictures that the means need, of those that there are. */
export function picturesOfMeans(there: (picture: string) => boolean): readonly string[] {
  return [...new Set(MEAN_IDS.map((id) => MEAN_KINDS[id].picture))].filter(there);
}

export interface MeanSums {
  /** Adds the rows from `y` on of all pictures, by name; all bands have the same size. (rows, W, 1 or 3) */
  add(bands: ReadonlyMap<string, Raster>, y: number): void;
  /** Means, rounded to the steps in which they are stored. */
  means(): CellMeans;
}

/** Sums over cells in scan order of their first pixels, as cells.json has them. */
export function sumMeans(cells: readonly CellRecord[], pictures: readonly string[]): MeanSums {
  const kinds = MEAN_IDS.filter((id) => pictures.includes(MEAN_KINDS[id].picture));
  const sums = new Map(kinds.map((id) => [id, new Float64Array(cells.length)]));
  return {
    add(bands, y) {
      const columns = kinds.map((id) => {
        const { picture, pixel } = MEAN_KINDS[id];
        return { band: bands.get(picture)!, pixel, sum: sums.get(id)! };
      });
      const { height = 0, width = 0 } = columns[0]?.band ?? {};
      cells.forEach(({ bbox, boundary }, i) => {
        if (bbox[1][1] < y || bbox[0][1] >= y + height) return;
        eachSpan(pixelOutline(boundary), (row, start, end) => {
          if (row < y || row >= y + height) return;
          const from = (row - y) * width;
          for (const { band, pixel, sum } of columns)
            sum[i]! += spanSum(band, from + start, from + end, pixel);
        });
      });
    },
    means: () =>
      Object.fromEntries(
        kinds.map((id) => {
          const { perUnit } = MEAN_KINDS[id];
          const mean = (sum: number, i: number) => Math.round((sum / cells[i]!.size) * perUnit) / perUnit;
          return [id, Float32Array.from(sums.get(id)!, mean)];
        }),
      ),
  };
}

function spanSum({ data, channels }: Raster, start: number, end: number, pixel: MeanKind['pixel']): number {
  const [greenAt, blueAt] = channels === 3 ? [1, 2] : [0, 0];
  let sum = 0;
  for (let at = start * channels; at < end * channels; at += channels) {
    const red = data[at]!;
    const green = data[at + greenAt]!;
    const blue = data[at + blueAt]!;
    sum +=
      pixel === 'largest' ? Math.max(red, green, blue) : pixel[0][red]! + pixel[1][green]! + pixel[2][blue]!;
  }
  return sum;
}

/** Rows of pixels inside an outline (x0, y0, x1, y1, …): `start` up to, not including, `end`. */
export function eachSpan(
  outline: readonly number[],
  visit: (row: number, start: number, end: number) => void,
): void {
  let first = Infinity;
  for (let at = 1; at < outline.length; at += 2) first = Math.min(first, outline[at]!);
  /** Crossings of each row's middle, from the uppermost row on. */
  const rows: number[][] = [];
  for (let at = 0; at < outline.length; at += 2) {
    const next = at + 2 < outline.length ? at + 2 : 0;
    const x = outline[at]!;
    if (x !== outline[next]) continue; // Only vertical edges cross the middle of a row.
    const top = Math.min(outline[at + 1]!, outline[next + 1]!);
    const bottom = Math.max(outline[at + 1]!, outline[next + 1]!);
    for (let row = Math.ceil(top - 0.5); row + 0.5 < bottom; row++) (rows[row - first] ??= []).push(x);
  }
  rows.forEach((xs, row) => {
    xs.sort((a, b) => a - b);
    for (let k = 0; k + 1 < xs.length; k += 2) visit(first + row, xs[k]!, xs[k + 1]!);
  });
}
