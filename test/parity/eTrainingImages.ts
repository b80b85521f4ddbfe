// Rows of registered tiles as batches for training (fixture e_training).

import * as tf from '@tensorflow/tfjs-core';
import { openImage } from '../../engine/images/decode.js';
import { readWhole } from '../../engine/images/memory.js';
import { rasterToPlanes } from '../../engine/inference/normalise.js';
import type { Batch } from '../../engine/training/forwardPass.js';

/** (3, H, W) each: input, modalities, segmentation. */
export interface Row {
  readonly sidePx: number;
  readonly tiles: readonly Float32Array[];
}

export async function readRow(path: string, tiles: number): Promise<Row> {
  const source = await openImage(path, { colour: 'as-stored' });
  try {
    const { width, height, data } = rasterToPlanes(await readWhole(source));
    const sidePx = Math.floor(width / tiles);
    const cut = (index: number) => {
      const tile = new Float32Array(3 * height * sidePx);
      for (let row = 0; row < 3 * height; row++) {
        const from = row * width + index * sidePx;
        tile.set(data.subarray(from, from + sidePx), row * sidePx);
      }
      return tile;
    };
    return { sidePx, tiles: Array.from({ length: tiles }, (_, i) => cut(i)) };
  } finally {
    await source.close();
  }
}

export function makeBatch(samples: readonly { readonly row: Row; readonly hflip: boolean }[]): Batch {
  const images = samples[0]!.row.tiles.map((_, tile) =>
    tf.tidy(() =>
      tf.concat(
        samples.map(({ row, hflip }) => {
          const { sidePx, tiles } = row;
          const data = tiles[tile]!;
          const planes = tf.tensor4d(data, [1, 3, data.length / 3 / sidePx, sidePx]);
          const image = tf.transpose(planes, [0, 2, 3, 1]);
          return hflip ? tf.reverse(image, 2) : image;
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
