// Smooth random deformation (Simard et al., Best practices for convolutional neural networks, 2003): one displacement
// field for all tiles of a sample, so that they stay registered. The field is a uniform cubic B-spline through random
// control vectors. It is as smooth as Simard's blurred noise and needs 200 draws instead of two per pixel.

import { emptyRaster } from '../images/memory.js';
import type { Raster } from '../protocol/raster.js';
import type { Random } from '../random/random.js';

/** Spans of the spline along each side, which give waves of about an eighth of the image. */
const SPANS = 7;
const CONTROLS = SPANS + 3;

/** Displacements in pixels, (H, W) each: the new pixel (x, y) is the old one at (x + dx, y + dy). */
export interface Field {
  readonly dx: Float32Array;
  readonly dy: Float32Array;
}

/**
 * Draws a field of random displacements; takes 200 numbers from the generator.
 * @param deviationPx standard deviation of the control vectors' components; the field's own is about half of it
 */
export function drawField(width: number, height: number, deviationPx: number, random: Random): Field {
  const controls = () =>
    Float64Array.from({ length: CONTROLS * CONTROLS }, () => deviationPx * random.normal());
  const [x, y] = [controls(), controls()];
  return { dx: spline(x, width, height), dy: spline(y, width, height) };
}

function spline(controls: Float64Array, width: number, height: number): Float32Array {
  const across = basis(width);
  const down = basis(height);
  const field = new Float32Array(width * height);
  for (let y = 0; y < height; y++) {
    const { first: row, weights: v } = down[y]!;
    // Sum over the four rows of control vectors that affect this row of pixels.
    const line = Float64Array.from({ length: CONTROLS }, (_, i) => {
      let sum = 0;
      for (let k = 0; k < 4; k++) sum += v[k]! * controls[(row + k) * CONTROLS + i]!;
      return sum;
    });
    for (let x = 0; x < width; x++) {
      const { first, weights: u } = across[x]!;
      field[y * width + x] =
        u[0] * line[first]! + u[1] * line[first + 1]! + u[2] * line[first + 2]! + u[3] * line[first + 3]!;
    }
  }
  return field;
}

interface Basis {
  readonly first: number;
  readonly weights: readonly [number, number, number, number];
}

/** Weights of the four control vectors that affect each pixel: the uniform cubic B-spline's basis. */
function basis(length: number): Basis[] {
  return Array.from({ length }, (_, i) => {
    const at = (SPANS * (i + 0.5)) / length;
    const first = Math.min(SPANS - 1, Math.floor(at));
    const t = at - first;
    return {
      first,
      weights: [
        (1 - t) ** 3 / 6,
        (3 * t ** 3 - 6 * t ** 2 + 4) / 6,
        (-3 * t ** 3 + 3 * t ** 2 + 3 * t + 1) / 6,
        t ** 3 / 6,
      ],
    };
  });
}

/**
 * Deforms an image by a field; the image continues mirrored beyond its edges.
 * @param by `linear` between the four nearest pixels, or `nearest`, which makes no new colours
 */
export function bend(image: Raster, { dx, dy }: Field, by: 'linear' | 'nearest'): Raster {
  const { width, height, channels, data } = image;
  const out = emptyRaster(width, height, channels);
  for (let y = 0, i = 0; y < height; y++)
    for (let x = 0; x < width; x++, i++) {
      const fromX = x + dx[i]!;
      const fromY = y + dy[i]!;
      if (by === 'nearest') {
        const at =
          (mirrored(Math.round(fromY), height) * width + mirrored(Math.round(fromX), width)) * channels;
        for (let c = 0; c < channels; c++) out.data[i * channels + c] = data[at + c]!;
        continue;
      }
      const left = Math.floor(fromX);
      const top = Math.floor(fromY);
      const u = fromX - left;
      const v = fromY - top;
      const x0 = mirrored(left, width);
      const x1 = mirrored(left + 1, width);
      const y0 = mirrored(top, height) * width;
      const y1 = mirrored(top + 1, height) * width;
      for (let c = 0; c < channels; c++) {
        const level =
          (1 - v) * ((1 - u) * data[(y0 + x0) * channels + c]! + u * data[(y0 + x1) * channels + c]!) +
          v * ((1 - u) * data[(y1 + x0) * channels + c]! + u * data[(y1 + x1) * channels + c]!);
        out.data[i * channels + c] = Math.round(level);
      }
    }
  return out;
}

/** Reflects a position beyond an edge at the middle of the edge pixel, as often as needed. */
function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const within = ((at % period) + period) % period;
  return within < length ? within : period - within;
}
