// Gaussian smoothing of planes and pictures; the border pixels are repeated outwards.

import type { Raster } from '../protocol/raster.js';

/** exp(−x²/2σ²) at whole pixels up to 3σ, normalised to sum 1. */
function weights(sigmaPx: number): Float64Array {
  const reach = Math.ceil(3 * sigmaPx);
  const raw = Float64Array.from({ length: 2 * reach + 1 }, (_, i) =>
    Math.exp(-((i - reach) ** 2) / (2 * sigmaPx ** 2)),
  );
  const sum = raw.reduce((total, weight) => total + weight, 0);
  return raw.map((weight) => weight / sum);
}

/** Smooths a plane of width × height numbers; returns the plane itself if sigma is 0. */
export function smoothPlane(
  plane: Float32Array,
  width: number,
  height: number,
  sigmaPx: number,
): Float32Array {
  if (sigmaPx <= 0) return plane;
  const kernel = weights(sigmaPx);
  const reach = (kernel.length - 1) / 2;
  const clamp = (at: number, length: number) => (at < 0 ? 0 : at >= length ? length - 1 : at);
  const rows = new Float32Array(plane.length);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++) {
      let sum = 0;
      for (let k = -reach; k <= reach; k++)
        sum += kernel[k + reach]! * plane[y * width + clamp(x + k, width)]!;
      rows[y * width + x] = sum;
    }
  const out = new Float32Array(plane.length);
  for (let y = 0; y < height; y++)
    for (let k = -reach; k <= reach; k++) {
      const weight = kernel[k + reach]!;
      const from = clamp(y + k, height) * width;
      const to = y * width;
      for (let x = 0; x < width; x++) out[to + x] = out[to + x]! + weight * rows[from + x]!;
    }
  return out;
}

/** Smooths each channel and rounds to grey levels. */
export function blurred(image: Raster, sigmaPx: number): Raster {
  if (sigmaPx <= 0) return image;
  const { width, height, channels } = image;
  const data = new Uint8Array(image.data.length);
  for (let c = 0; c < channels; c++) {
    const plane = Float32Array.from({ length: width * height }, (_, i) => image.data[i * channels + c]!);
    smoothPlane(plane, width, height, sigmaPx).forEach((level, i) => {
      data[i * channels + c] = Math.min(255, Math.max(0, Math.round(level)));
    });
  }
  return { ...image, data };
}
