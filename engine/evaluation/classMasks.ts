// Masks of positive and of negative cells: read off a drawn picture, or made of a raw segmentation map by the rule
// that the reference used before its present post-processing (docs/reference.md 8.1, 8.3).

import type { Raster } from '../protocol/raster.js';
import { components } from './components.js';

/** Width × height each; 1 is the class, 0 is not. */
export interface ClassMasks {
  readonly width: number;
  readonly height: number;
  readonly positive: Uint8Array;
  readonly negative: Uint8Array;
}

/** Masks of SegRefined and of ground truth pictures: any red is positive, any blue negative. */
export function masksOfPicture({ width, height, channels, data }: Raster): ClassMasks {
  const plane = (channel: number) =>
    Uint8Array.from({ length: width * height }, (_, i) => (data[i * channels + channel] === 0 ? 0 : 1));
  return { width, height, positive: plane(0), negative: plane(channels === 3 ? 2 : 0) };
}

export interface RawMaskOptions {
  /** Red or blue of a cell's pixels is above this. */
  readonly threshold: number;
  /** Green from here on is a line between cells. */
  readonly boundaryThreshold: number;
  /** Smaller clusters are left out, pixels. */
  readonly smallestPx: number;
}

/** Clusters of touching pixels that are red or blue enough take the colour of most of their pixels, red on a tie. */
export function masksOfRawMap(map: Raster, options: RawMaskOptions): ClassMasks {
  const { width, height, data } = map;
  if (map.channels !== 3) throw new RangeError('A segmentation map has three channels.');
  const isRed = new Uint8Array(width * height);
  const isCell = new Uint8Array(width * height);
  for (let i = 0; i < isCell.length; i++) {
    const [red, green, blue] = [data[3 * i]!, data[3 * i + 1]!, data[3 * i + 2]!];
    if (green >= options.boundaryThreshold && green > 0) continue;
    isRed[i] = red > options.threshold && blue <= red ? 1 : 0;
    isCell[i] = isRed[i] === 1 || (blue > options.threshold && red < blue) ? 1 : 0;
  }
  const { labels, areas } = components(isCell, width, height);
  const redPixels = new Int32Array(areas.length);
  labels.forEach((label, i) => (redPixels[label]! += isRed[i]!));
  const [positive, negative] = [new Uint8Array(isCell.length), new Uint8Array(isCell.length)];
  labels.forEach((label, i) => {
    if (label === 0 || areas[label]! < options.smallestPx) return;
    (2 * redPixels[label]! >= areas[label]! ? positive : negative)[i] = 1;
  });
  return { width, height, positive, negative };
}
