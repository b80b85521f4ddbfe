// Levels that a camera stores, from densities: light through stained tissue (Beer and Lambert: densities of stains add up), optics,
// sensor.

import type { Raster } from '../protocol/raster.js';
import type { Random } from '../random/random.js';
import type { Field, Size } from './field.js';
import type { Camera, Vector } from './look.js';
import { smoothPlane } from './smooth.js';

export interface StainLayer {
  readonly density: Field;
  readonly vector: Vector;
}

/** (H, W, 3) levels 0 … 255. JPEG is left to the caller. */
export function photograph(
  layers: readonly StainLayer[],
  size: Size,
  camera: Camera,
  random: Random,
): Raster {
  const data = new Uint8Array(size.width * size.height * 3);
  const blur = Math.hypot(camera.blurPx, camera.coarseness > 1 ? 0.6 * camera.coarseness : 0);
  for (let c = 0; c < 3; c++) {
    const light = new Float32Array(size.width * size.height);
    for (let i = 0; i < light.length; i++) {
      let density = 0;
      for (const { density: field, vector } of layers) density += field[i]! * vector[c]!;
      light[i] = Math.exp(-Math.LN10 * density);
    }
    const white = camera.white[c]!;
    sharpened(smoothPlane(light, size.width, size.height, blur), size, camera).forEach((share, i) => {
      const level = camera.black + (white - camera.black) * share + camera.noise * random.normal();
      data[3 * i + c] = clamped(128 + (1 + camera.contrast) * (level - 128));
    });
  }
  return { ...size, channels: 3, data };
}

/** Width of what scanners sharpen, pixels. */
const SHARPENED_PX = 1.5;

function sharpened(light: Field, { width, height }: Size, { sharpening }: Camera): Field {
  if (sharpening === 0) return light;
  const soft = smoothPlane(light, width, height, SHARPENED_PX);
  return light.map((share, i) => share + sharpening * (share - soft[i]!));
}

function clamped(level: number): number {
  return Math.min(255, Math.max(0, Math.round(level)));
}
