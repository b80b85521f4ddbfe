// Values of a network from elsewhere as pictures: probabilities of classes become the segmentation map that post-processing
// reads (red positive, blue negative, green boundary), values in a range become grey levels.

import type { OnnxClass, OnnxLayout, ValueRange } from '../deepliif/manifest.js';
import type { Raster } from '../protocol/raster.js';

/** Values of a square, by channel and pixel, whatever their layout. */
export interface ChannelValues {
  readonly sidePx: number;
  readonly channels: number;
  at(channel: number, pixel: number): number;
}

/** Views values (1, C, H, W) or (1, H, W, C). */
export function channelValues(
  data: ArrayLike<number>,
  sidePx: number,
  channels: number,
  layout: OnnxLayout,
): ChannelValues {
  const planePx = sidePx * sidePx;
  const at =
    layout === 'nchw'
      ? (channel: number, pixel: number) => data[channel * planePx + pixel]!
      : (channel: number, pixel: number) => data[pixel * channels + channel]!;
  return { sidePx, channels, at };
}

/** Channel of the map that a class is drawn in: red, green, blue. */
const COLOUR_OF: Readonly<Record<OnnxClass, number | undefined>> = {
  background: undefined,
  positive: 0,
  boundary: 1,
  negative: 2,
};

/** `logits` become probabilities by the softmax over all channels. */
export function mapOfClasses(
  values: ChannelValues,
  classes: readonly OnnxClass[],
  meaning: 'probabilities' | 'logits',
): Raster {
  const { sidePx } = values;
  const map = new Uint8Array(3 * sidePx * sidePx);
  const shares = new Float64Array(classes.length);
  for (let pixel = 0, at = 0; pixel < sidePx * sidePx; pixel++, at += 3) {
    for (let c = 0; c < shares.length; c++) shares[c] = values.at(c, pixel);
    if (meaning === 'logits') softmax(shares);
    for (let c = 0; c < shares.length; c++) {
      const colour = COLOUR_OF[classes[c]!];
      if (colour !== undefined) map[at + colour] = map[at + colour]! + level(255 * shares[c]!);
    }
  }
  return { width: sidePx, height: sidePx, channels: 3, data: map };
}

/** One channel with the index of a class. A label without a class is background. */
export function mapOfLabels(values: ChannelValues, classes: readonly OnnxClass[]): Raster {
  const { sidePx } = values;
  const map = new Uint8Array(3 * sidePx * sidePx);
  for (let pixel = 0; pixel < sidePx * sidePx; pixel++) {
    const colour = COLOUR_OF[classes[Math.round(values.at(0, pixel))] ?? 'background'];
    if (colour !== undefined) map[3 * pixel + colour] = 255;
  }
  return { width: sidePx, height: sidePx, channels: 3, data: map };
}

/** One channel or three, from `range` to 0 … 255; values beyond it are cut off. */
export function pictureOf(values: ChannelValues, [low, high]: ValueRange): Raster {
  const { sidePx, channels } = values;
  const picture = new Uint8Array(3 * sidePx * sidePx);
  for (let pixel = 0, at = 0; pixel < sidePx * sidePx; pixel++)
    for (let c = 0; c < 3; c++, at++)
      picture[at] = level((255 * (values.at(channels === 1 ? 0 : c, pixel) - low)) / (high - low));
  return { width: sidePx, height: sidePx, channels: 3, data: picture };
}

function level(value: number): number {
  return Math.min(255, Math.max(0, Math.round(value)));
}

function softmax(values: Float64Array): void {
  const most = Math.max(...values);
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i] = Math.exp(values[i]! - most);
  for (let i = 0; i < values.length; i++) values[i] = values[i]! / sum;
}
