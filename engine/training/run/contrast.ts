// Contrast of generated images, beside that of the true ones: a generator that has collapsed paints one colour.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Images } from '../model/images.js';
import { truthOf } from '../plan/modelPlan.js';

/** Standard deviations over all pixels and channels of the batch, of values in [-1, 1]. */
export interface Contrast {
  readonly image: string;
  readonly made: number;
  readonly truth: number;
}

/** Contrasts of all generated images whose truth is known. Disposes nothing of its arguments. */
export async function contrastsOf(made: Images, given: Images): Promise<readonly Contrast[]> {
  const pairs = [...made].flatMap(([image, picture]) => {
    const truth = given.get(truthOf(image));
    return truth ? [{ image, picture, truth }] : [];
  });
  if (pairs.length === 0) return [];
  const variances = tf.tidy(
    () =>
      tf.stack(
        pairs.flatMap(({ picture, truth }) => [tf.moments(picture).variance, tf.moments(truth).variance]),
      ) as Tensor1D,
  );
  try {
    const values = await variances.data();
    const deviation = (at: number) => Math.sqrt(Math.max(0, values[at]!));
    return pairs.map(({ image }, i) => ({ image, made: deviation(2 * i), truth: deviation(2 * i + 1) }));
  } finally {
    variances.dispose();
  }
}
