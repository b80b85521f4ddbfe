// Training data as the reference keeps it (reference sheet 3.1): one image file a sample, its tiles side by side:
// the input, the modalities, and last the segmentation. All tiles of a file are turned over together.

import { readdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { openImage } from '../images/decode.js';
import { readWhole } from '../images/memory.js';
import { rasterToPlanes } from '../inference/normalise.js';
import { EngineError } from '../protocol/errors.js';
import type { Batch } from './forwardPass.js';

/** What the reference takes for images; one that we cannot read is an error, not left out. */
const IMAGE = /\.(jpe?g|png|ppm|bmp|tiff?|webp)$/i;

/** (3, H, W) each, in [-1, 1]. */
export interface Row {
  readonly sidePx: number;
  readonly tiles: readonly Float32Array[];
}

/** Files below `<data>/train` in the order of their names. @throws EngineError `usage` when there are none */
export async function listRows(data: string): Promise<string[]> {
  const folder = join(data, 'train');
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const files = names.filter((name) => IMAGE.test(name) && !basename(name).startsWith('.')).sort();
  if (files.length === 0)
    throw new EngineError(
      'usage',
      `${folder} has no training images. Expected are rows of square tiles side by side: the input, the ` +
        'modalities, the segmentation.',
    );
  return files.map((name) => join(folder, name));
}

/** @throws EngineError `image-unreadable`, or `usage` when it is not a row of so many square tiles */
export async function readRow(path: string, tiles: number): Promise<Row> {
  const source = await openImage(path, { colour: 'as-stored' });
  try {
    if (source.width !== tiles * source.height)
      throw new EngineError(
        'usage',
        `${path} is ${source.width} × ${source.height} px; expected ${tiles} square tiles side by side, ` +
          `${tiles * source.height} × ${source.height} px. Does --modalities-names name them all?`,
      );
    const { width, height, data } = rasterToPlanes(await readWhole(source));
    const cut = (index: number) => {
      const tile = new Float32Array(3 * height * height);
      for (let line = 0; line < 3 * height; line++) {
        const from = line * width + index * height;
        tile.set(data.subarray(from, from + height), line * height);
      }
      return tile;
    };
    return { sidePx: height, tiles: Array.from({ length: tiles }, (_, i) => cut(i)) };
  } finally {
    await source.close();
  }
}

/** Registered images on the current backend; the caller frees them with `disposeBatch`. @throws EngineError `usage` for different sizes */
export function batchOf(samples: readonly { readonly row: Row; readonly flipped: boolean }[]): Batch {
  const { tiles, sidePx } = samples[0]!.row;
  const other = samples.find(({ row }) => row.sidePx !== sidePx);
  if (other)
    throw new EngineError(
      'usage',
      `Tiles of ${sidePx} and of ${other.row.sidePx} px cannot be in one batch. Make all of one size, or use --batch-size 1.`,
    );
  const images = tiles.map((_, tile) =>
    tf.tidy(() =>
      tf.concat(
        samples.map(({ row, flipped }) => {
          const planes = tf.tensor4d(row.tiles[tile]!, [1, 3, sidePx, sidePx]);
          const image: tf.Tensor4D = tf.transpose(planes, [0, 2, 3, 1]);
          return flipped ? tf.reverse(image, 2) : image;
        }),
        0,
      ),
    ),
  );
  return { input: images[0]!, targets: images.slice(1, -1), segmentation: images.at(-1)! };
}

export function disposeBatch({ input, targets, segmentation }: Batch): void {
  tf.dispose([input, ...targets, ...(segmentation ? [segmentation] : [])]);
}
