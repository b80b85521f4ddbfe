// Raw tensors of the fixtures: reads them, takes them apart, compares them with checksums. Layouts are (N, C, H, W), as
// the reference wrote them.

import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Planes } from '../../engine/backends/backend.js';

export interface TensorEntry {
  readonly file: string;
  readonly shape: readonly number[];
}

/** Checksum of a tensor that is not stored: sums in float64 over the float32 values, and the first four of them. */
export interface Checksum {
  readonly shape: readonly number[];
  readonly sum: number;
  readonly abs_sum: number;
  readonly l2: number;
  readonly first: readonly number[];
}

export interface Images {
  /** (N, C, H, W). */
  readonly shape: readonly [number, number, number, number];
  readonly data: Float32Array;
}

/** Reads a manifest of our own fixtures, which needs no validation. */
export async function readManifest<T>(folder: string): Promise<T> {
  return JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8')) as T;
}

/** Reads raw little-endian float32. Throws if the file is absent or its length does not match its shape. */
export async function readImages(folder: string, entry: TensorEntry): Promise<Images> {
  const { file, shape } = entry;
  if (shape.length !== 4) throw new Error(`${file} is ${shape.join('×')}, not images`);
  return { shape: shape as Images['shape'], data: await readTensor(folder, entry) };
}

/** Reads a tensor of any rank. */
export async function readTensor(folder: string, { file, shape }: TensorEntry): Promise<Float32Array> {
  const bytes = await readFile(join(folder, file));
  const size = shape.reduce((product, side) => product * side, 1);
  if (bytes.length !== 4 * size)
    throw new Error(`${file} has ${bytes.length} bytes, expected 4 × ${shape.join('×')}`);
  const data = new Float32Array(size);
  new Uint8Array(data.buffer).set(bytes);
  return data;
}

/** One image of a batch, in the form that backends take. */
export function planesOf({ shape: [, channels, height, width], data }: Images, index: number): Planes {
  const size = channels * height * width;
  return { channels, height, width, data: data.slice(index * size, (index + 1) * size) };
}

/** Every `step`-th pixel in both directions, from the first. */
export function everyNth({ channels, height, width, data }: Planes, step: number): Float32Array {
  const [rows, columns] = [Math.ceil(height / step), Math.ceil(width / step)];
  const kept = new Float32Array(channels * rows * columns);
  for (let c = 0, at = 0; c < channels; c++)
    for (let y = 0; y < height; y += step)
      for (let x = 0; x < width; x += step) kept[at++] = data[(c * height + y) * width + x]!;
  return kept;
}

/**
 * Largest deviation of the sums and first values from a checksum. Sums are compared relative to the sum of absolute
 * values, first values relative to the root mean square, or to themselves if they are larger. Infinity if the shape
 * differs.
 */
export function checksumError(shape: readonly number[], data: Float32Array, expected: Checksum): number {
  if (shape.join() !== expected.shape.join()) return Infinity;
  let [sum, absoluteSum, squares] = [0, 0, 0];
  for (const value of data) {
    sum += value;
    absoluteSum += Math.abs(value);
    squares += value * value;
  }
  const scale = expected.l2 / Math.sqrt(data.length) || Number.MIN_VALUE;
  const errors = [
    Math.abs(sum - expected.sum) / (expected.abs_sum || Number.MIN_VALUE),
    Math.abs(absoluteSum - expected.abs_sum) / (expected.abs_sum || Number.MIN_VALUE),
    Math.abs(Math.sqrt(squares) - expected.l2) / (expected.l2 || Number.MIN_VALUE),
    ...expected.first.map((value, i) => Math.abs(data[i]! - value) / Math.max(scale, Math.abs(value))),
  ];
  return errors.some(Number.isNaN) ? Infinity : Math.max(...errors);
}

/** Values of several images, one after the other. */
export function joined(parts: readonly { readonly data: Float32Array }[]): Float32Array {
  const all = new Float32Array(parts.reduce((sum, { data }) => sum + data.length, 0));
  let at = 0;
  for (const { data } of parts) {
    all.set(data, at);
    at += data.length;
  }
  return all;
}
