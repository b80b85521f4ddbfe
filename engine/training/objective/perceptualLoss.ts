// The perceptual loss: how different two images look to VGG19, from edges (relu1_1) to arrangements (relu5_1).
//
// Johnson et al. (2016), with L1 distances and the weights of pix2pixHD (Wang et al. 2018). Not in the DeepLIIF
// paper; the reference adds it to the four translations, times 100 (docs/reference.md 3.4).

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Vgg19 } from '../../networks/vgg.js';
import { vggFeatures } from '../../networks/vgg.js';
import { meanOfAll } from './losses.js';

/** Weights of relu1_1 … relu5_1: the content of an image counts more than its exact pixels. */
export const PERCEPTUAL_WEIGHTS: readonly number[] = [1 / 32, 1 / 16, 1 / 8, 1 / 4, 1];

/**
 * VGG19's features of the image to be matched, cut off from differentiation.
 *
 * (N, H, W, 3) in [-1, 1], not ImageNet-normalised → five maps, which belong to the caller. Called outside
 * tf.grads, none of the network's intermediate results outlive the call; inside, the tape keeps them till its end.
 */
export function perceptualTarget(vgg: Vgg19, target: Tensor4D): Tensor4D[] {
  return tf.tidy(() => vggFeatures(vgg, detached(target)));
}

/**
 * Σ w_i · mean|φ_i(prediction) − φ_i(target)|.
 *
 * `prediction` (N, H, W, 3) in [-1, 1]; `targetFeatures` from `perceptualTarget` of an image of that shape → scalar,
 * which belongs to the caller. Differentiable in `prediction`.
 */
export function perceptualLoss(
  vgg: Vgg19,
  prediction: Tensor4D,
  targetFeatures: readonly Tensor4D[],
): Scalar {
  return tf.tidy(() => {
    const terms = perceptualTerms(vgg, prediction, targetFeatures);
    return tf.addN(terms.map((term, i) => tf.mul<Scalar>(term, PERCEPTUAL_WEIGHTS[i]!)));
  });
}

/** The five unweighted distances mean|φ_i(prediction) − φ_i(target)|, finest first; they belong to the caller. */
export function perceptualTerms(
  vgg: Vgg19,
  prediction: Tensor4D,
  targetFeatures: readonly Tensor4D[],
): Scalar[] {
  return tf.tidy(() =>
    vggFeatures(vgg, prediction).map((features, i) =>
      meanOfAll(tf.abs(tf.sub(features, targetFeatures[i]!))),
    ),
  );
}

/** The same numbers, through which no gradient flows. */
function detached<T extends Tensor>(x: T): T {
  const stop = tf.customGrad((value) => ({
    value: tf.clone(value as Tensor),
    gradFunc: (dy: Tensor) => tf.zerosLike(dy),
  }));
  return stop(x) as T;
}
