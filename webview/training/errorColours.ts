// Errors of a segmentation map, pixel by pixel: the map and its truth are classified by the rule that finds cells
// (docs/reference.md 7.1), and each pixel is coloured by how the two classes agree.

import { NEGATIVE, POSITIVE } from '../../engine/postprocessing/labels.js';
import { classifyPixels } from '../../engine/postprocessing/pixelClasses.js';
import type { Raster } from '../../engine/protocol/raster.js';

/** Colours in red, green, blue. People who see few colours tell blue and orange apart too. */
export const ERROR_COLOURS = {
  right: [225, 225, 225],
  swapped: [244, 224, 77],
  extra: [255, 127, 14],
  missed: [47, 155, 255],
  background: [24, 24, 27],
} as const;

export type Agreement = keyof typeof ERROR_COLOURS;

export interface Errors {
  /** Picture (H, W, 4), opaque. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  /** Number of pixels of each kind. */
  readonly counts: Readonly<Record<Agreement, number>>;
}

/** DeepLIIF's own threshold: red + blue of a pixel that belongs to a cell exceed it. */
const SEG_THRESHOLD = 120;

/** Errors of two pictures (H, W, 4) of one size; alpha is ignored. */
export function segmentationErrors(map: ImageData | Pixels, truth: ImageData | Pixels): Errors {
  const found = classes(map);
  const wanted = classes(truth);
  const counts: Record<Agreement, number> = { right: 0, swapped: 0, extra: 0, missed: 0, background: 0 };
  const rgba = new Uint8ClampedArray(4 * found.length);
  for (let i = 0; i < found.length; i++) {
    const kind = agreement(found[i]!, wanted[i]!);
    counts[kind]++;
    const [red, green, blue] = ERROR_COLOURS[kind];
    rgba[4 * i] = red;
    rgba[4 * i + 1] = green;
    rgba[4 * i + 2] = blue;
    rgba[4 * i + 3] = 255;
  }
  return { rgba, counts };
}

export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8ClampedArray;
}

function agreement(found: number, wanted: number): Agreement {
  const [isFound, isWanted] = [isCell(found), isCell(wanted)];
  if (isFound && isWanted) return found === wanted ? 'right' : 'swapped';
  if (isFound) return 'extra';
  return isWanted ? 'missed' : 'background';
}

function isCell(label: number): boolean {
  return label === POSITIVE || label === NEGATIVE;
}

function classes({ width, height, data }: Pixels): Uint8Array {
  const rgb = new Uint8Array(3 * width * height);
  for (let i = 0; i < width * height; i++) {
    rgb[3 * i] = data[4 * i]!;
    rgb[3 * i + 1] = data[4 * i + 1]!;
    rgb[3 * i + 2] = data[4 * i + 2]!;
  }
  const raster: Raster = { width, height, channels: 3, data: rgb };
  return classifyPixels(raster, SEG_THRESHOLD);
}

/** Absolute difference of two pictures of one size, `gain` times as bright. */
export function differencePixels(a: Pixels, b: Pixels, gain: number): Uint8ClampedArray<ArrayBuffer> {
  const rgba = new Uint8ClampedArray(a.data.length);
  for (let i = 0; i < rgba.length; i++)
    rgba[i] = i % 4 === 3 ? 255 : gain * Math.abs(a.data[i]! - b.data[i]!);
  return rgba;
}
