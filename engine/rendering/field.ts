// Fields: a number per pixel of a picture, row by row. Noise of a scale, and what is done to fields.

import type { Random } from '../random/random.js';
import { smoothPlane } from './smooth.js';

export interface Size {
  readonly width: number;
  readonly height: number;
}

export type Field = Float32Array;

/** Noise is made coarse and stretched where its grain is larger than this. */
const FINEST_GRAIN_PX = 2;

/** Normal noise with mean 0 and standard deviation 1, smooth over about `grainPx`; fibres have another grain along x. */
export function noise(size: Size, grainPx: number, random: Random, grainXPx = grainPx): Field {
  const [stepX, stepY] = [grainXPx, grainPx].map((grain) => Math.max(1, grain / FINEST_GRAIN_PX)) as [
    number,
    number,
  ];
  const coarse = { width: Math.ceil(size.width / stepX) + 3, height: Math.ceil(size.height / stepY) + 3 };
  const white = Float32Array.from({ length: coarse.width * coarse.height }, () => random.normal());
  const smooth = smoothPlane(white, coarse.width, coarse.height, 1);
  return standardised(stretched(smooth, coarse, size, stepX, stepY));
}

/** Bilinear: pixel (x, y) is taken from (x / stepX, y / stepY). */
function stretched(field: Field, from: Size, to: Size, stepX: number, stepY: number): Field {
  const result = new Float32Array(to.width * to.height);
  for (let y = 0; y < to.height; y++) {
    const v = y / stepY;
    const row = Math.min(from.height - 2, Math.floor(v));
    const fy = v - row;
    for (let x = 0; x < to.width; x++) {
      const u = x / stepX;
      const column = Math.min(from.width - 2, Math.floor(u));
      const fx = u - column;
      const at = row * from.width + column;
      const above = field[at]! * (1 - fx) + field[at + 1]! * fx;
      const below = field[at + from.width]! * (1 - fx) + field[at + from.width + 1]! * fx;
      result[y * to.width + x] = above * (1 - fy) + below * fy;
    }
  }
  return result;
}

/** The field with mean 0 and standard deviation 1; a constant field becomes 0. */
export function standardised(field: Field): Field {
  let [sum, squares] = [0, 0];
  for (const value of field) sum += value;
  const mean = sum / field.length;
  for (const value of field) squares += (value - mean) ** 2;
  const deviation = Math.sqrt(squares / field.length);
  return field.map((value) => (deviation === 0 ? 0 : (value - mean) / deviation));
}

/** Index within a row or column that is nearest to a place. */
export function nearestIndex(at: number, length: number): number {
  return Math.min(length - 1, Math.max(0, Math.round(at)));
}

/** 0 below `from`, 1 above `to`, smooth between. */
export function smoothStep(value: number, from: number, to: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

/** Distance of each pixel of an object from the nearest pixel outside of it, in steps of 1 and √2 (chamfer); 0 outside. */
export function depths(labels: Int32Array, { width, height }: Size): Field {
  const depth = new Float32Array(labels.length).fill(Infinity);
  const look = (at: number, from: number, step: number) => {
    const beyond = labels[from] === labels[at] ? depth[from]! : 0;
    depth[at] = Math.min(depth[at]!, beyond + step);
  };
  const pass = (y: number, x: number, dy: number, dx: number) => {
    const at = y * width + x;
    if (labels[at] === 0) {
      depth[at] = 0;
      return;
    }
    const row = y + dy;
    if (row >= 0 && row < height) {
      look(at, at + dy * width, 1);
      if (x > 0) look(at, at + dy * width - 1, Math.SQRT2);
      if (x < width - 1) look(at, at + dy * width + 1, Math.SQRT2);
    }
    const column = x + dx;
    if (column >= 0 && column < width) look(at, at + dx, 1);
  };
  for (let y = 0; y < height; y++) for (let x = 0; x < width; x++) pass(y, x, -1, -1);
  for (let y = height - 1; y >= 0; y--) for (let x = width - 1; x >= 0; x--) pass(y, x, 1, 1);
  return depth.map((value) => (value === Infinity ? Math.max(width, height) : value));
}
