// Samples on the current backend: the rows of one step side by side as a batch of registered images.

import * as tf from '@tensorflow/tfjs-core';
import type { Row } from '../dataset/trainingRow.js';
import { EngineError } from '../protocol/errors.js';
import type { Batch } from './forwardPass.js';

/** Registered images on the current backend; the caller frees them with `disposeBatch`. @throws EngineError `usage` for different sizes */
export function batchOf(rows: readonly Row[]): Batch {
  const { tiles, width, height } = rows[0]!;
  const other = rows.find((row) => row.width !== width || row.height !== height);
  if (other)
    throw new EngineError(
      'usage',
      `Tiles of ${width} × ${height} and of ${other.width} × ${other.height} px cannot be in one batch. Make all of ` +
        'one size, with --preprocess or before, or use --batch-size 1.',
    );
  const images = tiles.map((_, tile) =>
    tf.tidy(() =>
      tf.concat(
        rows.map((row): tf.Tensor4D =>
          tf.transpose(tf.tensor4d(row.tiles[tile]!, [1, 3, height, width]), [0, 2, 3, 1]),
        ),
        0,
      ),
    ),
  );
  return { input: images[0]!, targets: images.slice(1, -1), segmentation: images.at(-1)! };
}

export function disposeBatch({ input, targets, segmentation }: Batch): void {
  tf.dispose([input, ...targets, ...(segmentation ? [segmentation] : [])]);
}
