// The loss of a student against its teacher (docs/reference.md 4, DeepLIIFKD): the divergence of two images that are taken
// as one distribution each, over all their pixels and channels.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';

/**
 * Σ p (log p − log q), p = softmax(teacher), q = softmax(student), over all elements of the batch (Hinton et al. 2015
 * with temperature 1). Differentiable by the student; tensors of one shape → scalar, which belongs to the caller.
 */
export function distillationLoss(student: Tensor, teacher: Tensor): Scalar {
  return tf.tidy(() => {
    const logStudent = logSoftmaxOfAll(student);
    const logTeacher = logSoftmaxOfAll(teacher);
    return tf.sum<Scalar>(rowSums(tf.mul(tf.exp(logTeacher), tf.sub(logTeacher, logStudent))));
  });
}

/** log softmax over all elements; they lie within [-1, 1], so nothing overflows. */
function logSoftmaxOfAll(x: Tensor): Tensor {
  return tf.sub(x, tf.log(tf.sum(rowSums(tf.exp(x)))));
}

/** Rows first: WASM adds up in float32 one by one. */
function rowSums(x: Tensor): Tensor {
  const rows = x.rank < 3 ? 1 : x.shape[0] * x.shape[1]!;
  return tf.sum(tf.reshape(x, [rows, x.size / rows]), 1);
}
