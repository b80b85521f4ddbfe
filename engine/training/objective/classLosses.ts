// Losses of a segmentation class by class: its channels are the probabilities that a pixel is inside a positive nucleus
// (red), on the border of a nucleus (green), inside a negative one (blue). Sharper than a distance of colours where
// classes are rare, and indifferent to how the colours of a wrong pixel differ.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor, Tensor4D } from '@tensorflow/tfjs-core';

/** Weights of positive, border, negative: rare classes would be lost among the others. */
export const CLASS_WEIGHTS = [1.5, 2, 1] as const;

/** Probabilities nearer to 0 or 1 count as this near, where the logarithm would be lost in float32. */
const LEAST_PROBABILITY = 1e-5;
/** Pixels that are added to both sides of a Dice coefficient: a part of a nucleus in a tile without any is no disaster. */
const DICE_SMOOTHING_PX = 100;

/**
 * Binary cross-entropy of each channel, times its weight; the mean over pixels, and the sum over channels divided by that
 * of the weights. Images (N, H, W, 3) in [-1, 1] → scalar, which belongs to the caller; differentiable by `map`.
 */
export function classCrossEntropy(map: Tensor4D, truth: Tensor4D): Scalar {
  return tf.tidy(() => {
    const p = probabilities(map);
    const y = probabilities(truth);
    const of = (probability: Tensor, target: Tensor) =>
      tf.mul(target, tf.neg(tf.log(tf.maximum(probability, LEAST_PROBABILITY))));
    const perPixel = tf.add(of(p, y), of(tf.sub(1, p), tf.sub(1, y)));
    const sum = CLASS_WEIGHTS.reduce((total, weight) => total + weight, 0);
    const weights = tf.tensor1d(CLASS_WEIGHTS.map((weight) => weight / sum));
    return tf.sum<Scalar>(tf.mul(meanOverPixels(perPixel), weights));
  });
}

/**
 * 1 − Dice of each channel with soft counts (Milletari et al. 2016), the mean over the channels. Images (N, H, W, 3) in
 * [-1, 1] → scalar, which belongs to the caller; differentiable by `map`.
 */
export function softDice(map: Tensor4D, truth: Tensor4D): Scalar {
  return tf.tidy(() => {
    const [n, height, width] = map.shape;
    const p = probabilities(map);
    const y = probabilities(truth);
    const smoothing = DICE_SMOOTHING_PX / (n * height * width);
    const both = tf.add(tf.mul(2, meanOverPixels(tf.mul(p, y))), smoothing);
    const each = tf.add(tf.add(meanOverPixels(p), meanOverPixels(y)), smoothing);
    return tf.sub<Scalar>(1, tf.mean(tf.div(both, each)));
  });
}

function probabilities(image: Tensor4D): Tensor4D {
  return tf.add(tf.mul(image, 0.5), 0.5);
}

/** (N, H, W, C) → (C): rows first, since WASM adds up in float32 one by one. */
function meanOverPixels(image: Tensor): Tensor {
  const [n, height, width, channels] = image.shape as [number, number, number, number];
  const rows = tf.mean(tf.reshape(image, [n * height, width, channels]), 1);
  return tf.mean(rows, 0);
}
