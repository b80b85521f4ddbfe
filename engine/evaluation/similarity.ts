// Similarity of two images in grey: mean squared error, and structural similarity (Wang et al., IEEE Transactions on
// Image Processing 13, 2004) with the Gaussian window of its authors (docs/reference.md 8.4).

import type { Raster } from '../protocol/raster.js';

/** Luma of each pixel, 0 … 1, of RGB with the weights that scikit-image takes (Rec. 709). */
export function luma({ width, height, channels, data }: Raster): Float64Array {
  const grey = new Float64Array(width * height);
  for (let i = 0, at = 0; i < grey.length; i++, at += channels)
    grey[i] =
      channels === 1
        ? data[at]! / 255
        : (0.2125 * data[at]!) / 255 + (0.7154 * data[at + 1]!) / 255 + (0.0721 * data[at + 2]!) / 255;
  return grey;
}

/** Mean of squared differences of luma. Throws RangeError for images of different sizes. */
export function meanSquaredError(a: Raster, b: Raster): number {
  requireSameSize(a, b);
  const [x, y] = [luma(a), luma(b)];
  return x.reduce((sum, value, i) => sum + (value - y[i]!) ** 2, 0) / x.length;
}

const SIGMA = 1.5;
/** Pixels to each side of the centre: 3.5 σ. */
const RADIUS = 5;
const WINDOW = gaussian();

/** Images must be larger than the window in both directions. */
export const SMALLEST_SSIM_PX = 2 * RADIUS + 1;

/**
 * Mean structural similarity of luma, −1 … 1, over the pixels whose window lies inside.
 *
 * @throws RangeError for images of different sizes or smaller than the window
 */
export function ssim(a: Raster, b: Raster): number {
  requireSameSize(a, b);
  return meanSsim(luma(a), luma(b), a.width, a.height, { range: 1, columns: false });
}

/**
 * SSIM as the reference reports it. It takes every column of pixels for an image by itself, and values of 0 … 1 for
 * ones of 0 … 255, which makes it about 0.998 for any images.
 */
export function referenceSsim(a: Raster, b: Raster): number {
  requireSameSize(a, b);
  return meanSsim(luma(a), luma(b), a.width, a.height, { range: 255, columns: true });
}

/** Rows of pixels that are computed at once: large pictures would fill the memory. */
const BAND_ROWS = 512;

function meanSsim(
  x: Float64Array,
  y: Float64Array,
  width: number,
  height: number,
  { range, columns }: { readonly range: number; readonly columns: boolean },
): number {
  if (height < SMALLEST_SSIM_PX || (!columns && width < SMALLEST_SSIM_PX))
    throw new RangeError(
      `Structural similarity needs images of at least ${SMALLEST_SSIM_PX} × ${SMALLEST_SSIM_PX} px.`,
    );
  const [c1, c2] = [(0.01 * range) ** 2, (0.03 * range) ** 2];
  const margin = columns ? 0 : RADIUS;
  let [sum, count] = [0, 0];
  for (let top = 0; top + 2 * RADIUS < height; top += BAND_ROWS) {
    const rows = Math.min(BAND_ROWS + 2 * RADIUS, height - top);
    const band = (values: Float64Array) => values.subarray(top * width, (top + rows) * width);
    const blur = (values: Float64Array) => {
      const blurred = blurredAlong(values, width, rows, 'columns');
      return columns ? blurred : blurredAlong(blurred, width, rows, 'rows');
    };
    const times = (p: Float64Array, q: Float64Array) => p.map((value, i) => value * q[i]!);
    const [a, b] = [band(x), band(y)];
    const [meanX, meanY] = [blur(a), blur(b)];
    const [xx, yy, xy] = [blur(times(a, a)), blur(times(b, b)), blur(times(a, b))];
    for (let row = RADIUS; row < rows - RADIUS; row++)
      for (let column = margin; column < width - margin; column++) {
        const i = row * width + column;
        const [mx, my] = [meanX[i]!, meanY[i]!];
        const varianceX = xx[i]! - mx * mx;
        const varianceY = yy[i]! - my * my;
        const covariance = xy[i]! - mx * my;
        sum +=
          ((2 * mx * my + c1) * (2 * covariance + c2)) /
          ((mx * mx + my * my + c1) * (varianceX + varianceY + c2));
        count++;
      }
  }
  return sum / count;
}

/** Convolution with the window along one direction. Only pixels whose window lies inside are computed; others stay 0. */
function blurredAlong(
  values: Float64Array,
  width: number,
  height: number,
  direction: 'rows' | 'columns',
): Float64Array {
  const result = new Float64Array(values.length);
  const stride = direction === 'rows' ? 1 : width;
  const [marginX, marginY] = direction === 'rows' ? [RADIUS, 0] : [0, RADIUS];
  for (let y = marginY; y < height - marginY; y++)
    for (let x = marginX; x < width - marginX; x++) {
      const centre = y * width + x;
      let sum = 0;
      for (let k = -RADIUS; k <= RADIUS; k++) sum += WINDOW[k + RADIUS]! * values[centre + k * stride]!;
      result[centre] = sum;
    }
  return result;
}

function gaussian(): readonly number[] {
  const weights = Array.from({ length: 2 * RADIUS + 1 }, (_, k) =>
    Math.exp(-((k - RADIUS) ** 2) / (2 * SIGMA ** 2)),
  );
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function requireSameSize(a: Raster, b: Raster): void {
  if (a.width !== b.width || a.height !== b.height)
    throw new RangeError(
      `Images of ${a.width} × ${a.height} and of ${b.width} × ${b.height} px cannot be compared pixel by pixel.`,
    );
}
