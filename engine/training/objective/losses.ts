// Losses pixel by pixel and patch by patch: the smooth L1 distance to the target image and the adversarial losses. Every
// function is differentiable and indifferent to the tensors' layout: it averages over all elements. The perceptual term
// has a file of its own.

import * as tf from '@tensorflow/tfjs-core';
import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { GanMode } from '../plan/objective.js';

/**
 * Smooth L1 (Huber with its switch at 1), the mean over all elements: ½d² where |d| < 1, |d| − ½ elsewhere.
 *
 * docs/reference.md 3.4. The paper's equation 3 prints the switch at ½, where the two branches do not meet: the loss
 * falls from ⅛ to 0 there. Tensors of one shape → scalar, which belongs to the caller.
 */
export function smoothL1(prediction: Tensor, target: Tensor, switchAt: 1 | 0.5 = 1): Scalar {
  if (switchAt !== 1) return jumpingL1(prediction, target, switchAt);
  return tf.tidy(() => {
    const distance = tf.abs(tf.sub(prediction, target));
    // The part below the switch counts squared, the part above it once: both branches without a case distinction.
    const below = tf.minimum(distance, 1);
    return meanOfAll(tf.add(tf.mul(0.5, tf.square(below)), tf.sub(distance, below)));
  });
}

/** Both branches as they are printed; at the jump there is no derivative, and the line's is taken. */
function jumpingL1(prediction: Tensor, target: Tensor, switchAt: number): Scalar {
  const branches = tf.customGrad((difference, save) => {
    const d = difference as Tensor; // the library's type lets the saving function stand at any place
    (save as tf.GradSaveFunc)([d]);
    const value = tf.where(tf.less(tf.abs(d), switchAt), tf.mul(0.5, tf.square(d)), tf.sub(tf.abs(d), 0.5));
    const gradFunc = (dy: Tensor, [saved]: Tensor[]) =>
      tf.mul(dy, tf.where(tf.less(tf.abs(saved!), switchAt), saved!, tf.sign(saved!)));
    return { value, gradFunc };
  });
  return tf.tidy(() => meanOfAll(branches(tf.sub(prediction, target))));
}

/**
 * The mean over all elements, rows first and then over the rows: WASM adds up in float32 one by one, which over the
 * pixels of a tile costs the fourth digit. Differentiable; belongs to the caller.
 */
export function meanOfAll(x: Tensor): Scalar {
  return tf.tidy(() => {
    if (x.rank < 3) return tf.mean<Scalar>(x);
    const rows = x.shape[0] * x.shape[1]!;
    return tf.mean<Scalar>(tf.mean(tf.reshape(x, [rows, x.size / rows]), 1));
  });
}

export interface GanLoss {
  readonly mode: GanMode;
  /** Real patches are labelled 1 − labelSmoothing instead of 1. Default 0, as everywhere but in CycleGAN. */
  readonly labelSmoothing?: number;
  /**
   * Fake patches are labelled labelSmoothing instead of 0. Default false: the reference multiplies the fake label,
   * which is 0, by the smoothing, so that side never moves. `wgangp` has no labels and ignores both.
   */
  readonly smoothFakes?: boolean;
}

/**
 * Distance of a discriminator's map from calling every patch real (or fake), the mean over all patches.
 *
 * docs/reference.md 1.8. The discriminator minimises it with the truth, the generator with `real` = true on its own
 * images (the non-saturating form). Scores of any shape, logits rather than probabilities → scalar, which belongs
 * to the caller.
 */
export function ganLoss(scores: Tensor, real: boolean, loss: GanLoss): Scalar {
  return tf.tidy((): Scalar => {
    const label = patchLabel(real, loss);
    switch (loss.mode) {
      case 'vanilla':
        return meanOfAll(crossEntropy(scores, label));
      case 'lsgan':
        return meanOfAll(tf.square(tf.sub(scores, label)));
      case 'wgangp':
        return real ? tf.neg(meanOfAll(scores)) : meanOfAll(scores);
      case 'poly_ce':
        return meanOfAll(tf.add(crossEntropy(scores, label), tf.sub(1, trueLabelProbability(scores, label))));
    }
  });
}

/**
 * Equation 1 as it is printed, from the generator's side: it minimises log(1 − D(fake)), the mean over all patches,
 * whose slope vanishes while the discriminator is sure. Logits → scalar, which belongs to the caller.
 */
export function saturatingLoss(scores: Tensor): Scalar {
  return tf.tidy(() => tf.neg(meanOfAll(tf.softplus(scores))));
}

function patchLabel(real: boolean, { labelSmoothing = 0, smoothFakes = false }: GanLoss): number {
  if (real) return 1 - labelSmoothing;
  return smoothFakes ? labelSmoothing : 0;
}

/** −y log σ(x) − (1−y) log(1−σ(x)) = softplus(x) − yx, which neither overflows nor takes the logarithm of 0. */
function crossEntropy(logits: Tensor, label: number): Tensor {
  return tf.sub(tf.softplus(logits), tf.mul(logits, label));
}

/** p_t = yσ(x) + (1−y)(1−σ(x)) = (1−y) + (2y−1)σ(x). */
function trueLabelProbability(logits: Tensor, label: number): Tensor {
  return tf.add(tf.mul(tf.sigmoid(logits), 2 * label - 1), 1 - label);
}

/** The mean of |a − b| over all elements. Differentiable; belongs to the caller. */
export function distance(a: Tensor, b: Tensor): Scalar {
  return tf.tidy(() => meanOfAll(tf.abs(tf.sub(a, b))));
}
