// Light of an image: the colour of its glass, its brightness and saturation.

import type { Raster } from '../protocol/raster.js';
import { percentilesOf, spreadOf, type Plane } from './planes.js';

/** Share of the pixels, the brightest ones, that stand for glass. */
const BACKGROUND_SHARE = 0.05;

export function lightFeatures(image: Raster, luminance: Plane): Readonly<Record<string, number>> {
  const [red, green, blue] = backgroundOf(image, luminance);
  return {
    backgroundRed: red,
    backgroundGreen: green,
    backgroundBlue: blue,
    brightness: spreadOf(luminance.data).mean,
    saturation: saturationOf(image),
  };
}

/** Mean colour of the brightest pixels. */
function backgroundOf({ channels, data }: Raster, luminance: Plane): readonly [number, number, number] {
  const [threshold] = percentilesOf(luminance.data, [1 - BACKGROUND_SHARE]);
  const sums: [number, number, number] = [0, 0, 0];
  let count = 0;
  for (let i = 0; i < luminance.data.length; i++) {
    if (luminance.data[i]! < threshold!) continue;
    count++;
    for (let c = 0; c < 3; c++) sums[c]! += data[i * channels + Math.min(c, channels - 1)]!;
  }
  return [sums[0] / count, sums[1] / count, sums[2] / count];
}

/** Mean difference of the largest and the smallest channel, 0 … 255. */
function saturationOf({ channels, data }: Raster): number {
  if (channels === 1) return 0;
  let sum = 0;
  for (let at = 0; at < data.length; at += 3)
    sum +=
      Math.max(data[at]!, data[at + 1]!, data[at + 2]!) - Math.min(data[at]!, data[at + 1]!, data[at + 2]!);
  return (3 * sum) / data.length;
}
