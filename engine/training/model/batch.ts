// Samples on the current backend: the rows of one step side by side as images by name.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Panel } from '../../dataset/panels.js';
import type { Row } from '../../dataset/trainingRow.js';
import { EngineError } from '../../protocol/errors.js';
import type { Images } from './images.js';
import { INPUT, truthOf } from '../plan/modelPlan.js';

/**
 * "input", all input panels on the channel axis, and the true image of every other panel; on the current backend, the
 * caller frees them with `disposeImages`.
 * @param panels of each row, in the order of its tiles
 * @throws EngineError `usage` for different sizes
 */
export function batchOf(rows: readonly Row[], panels: readonly Panel[]): Images {
  const { width, height } = rows[0]!;
  const other = rows.find((row) => row.width !== width || row.height !== height);
  if (other)
    throw new EngineError(
      'usage',
      `Tiles of ${width} × ${height} and of ${other.width} × ${other.height} px cannot be in one batch. Resize ` +
        'them to one size, with --preprocess or before, or use --batch-size 1.',
    );
  const imageOfTile = (tile: number): Tensor4D =>
    tf.concat(
      rows.map((row): Tensor4D =>
        tf.transpose(tf.tensor4d(row.tiles[tile]!, [1, 3, height, width]), [0, 2, 3, 1]),
      ),
      0,
    );
  const inputs = panels.flatMap(({ role }, tile) => (role === 'input' ? [tile] : []));
  const images = new Map([[INPUT, tf.tidy(() => tf.concat(inputs.map(imageOfTile), 3))]]);
  panels.forEach(({ name, role }, tile) => {
    if (role === 'target')
      images.set(
        truthOf(name),
        tf.tidy(() => imageOfTile(tile)),
      );
  });
  return images;
}
