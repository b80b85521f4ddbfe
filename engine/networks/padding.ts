// Padding as PyTorch does it, in pixels. TensorFlow's 'same' is used only if it is equal. Mirrored edges have a
// gradient of their own: the library's ignores what flows back through the mirrored pixels.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { PadMode } from './layers.js';

/** Pixels added on each side. */
export interface Margins {
  readonly top: number;
  readonly bottom: number;
  readonly left: number;
  readonly right: number;
}

/** (N, H, W, C) → (N, H + top + bottom, W + left + right, C), zeros outside; belongs to the caller. */
export function padZeros(x: Tensor4D, { top, bottom, left, right }: Margins): Tensor4D {
  if (top + bottom + left + right === 0) return x.clone();
  return tf.pad(x, [
    [0, 0],
    [top, bottom],
    [left, right],
    [0, 0],
  ]);
}

/**
 * Pads all sides by the same margin. Differentiable. The result belongs to the caller.
 *
 * `reflect` mirrors without repeating the edge (PyTorch's ReflectionPad2d) and needs an image larger than the margin;
 * `replicate` repeats the edge (ReplicationPad2d).
 */
export function padImage(x: Tensor4D, mode: PadMode, px: number): Tensor4D {
  if (mode === 'zero' || px === 0) return padZeros(x, { top: px, bottom: px, left: px, right: px });
  if (mode === 'reflect') {
    const [, height, width] = x.shape;
    if (height <= px || width <= px)
      throw new RangeError(`An image of ${width} × ${height} px is too small to be mirrored by ${px} px.`);
    return mirror(x, 'reflect', px);
  }
  return tf.tidy(() => {
    let padded = x;
    // Mirroring by one pixel with the edge included repeats the edge once.
    for (let i = 0; i < px; i++) padded = mirror(padded, 'symmetric', 1);
    return padded;
  });
}

function mirror(x: Tensor4D, mode: 'reflect' | 'symmetric', px: number): Tensor4D {
  const [, height, width] = x.shape;
  const margin: [number, number] = [px, px];
  const mirrored = tf.customGrad((image) => ({
    // The library's type allows the saving function at any position; the first is the image.
    value: tf.mirrorPad(image as Tensor4D, [[0, 0], margin, margin, [0, 0]], mode),
    gradFunc: (dy: Tensor4D) =>
      tf.tidy(() => foldBack(foldBack(dy, 1, height, mode, px), 2, width, mode, px)),
  }));
  return mirrored(x);
}

/** Transpose of mirroring along one axis: the gradient at a mirrored pixel is added to the pixel it was copied from. */
function foldBack(
  dy: Tensor4D,
  axis: 1 | 2,
  size: number,
  mode: 'reflect' | 'symmetric',
  px: number,
): Tensor4D {
  const strip = (start: number, length: number) => {
    const begin: [number, number, number, number] = [0, 0, 0, 0];
    const shape = [...dy.shape] as [number, number, number, number];
    begin[axis] = start;
    shape[axis] = length;
    return tf.slice(dy, begin, shape);
  };
  const place = (piece: Tensor4D, before: number) =>
    tf.pad(
      tf.reverse(piece, axis),
      dy.shape.map((_, i): [number, number] => (i === axis ? [before, size - px - before] : [0, 0])),
    );
  const edge = mode === 'reflect' ? 1 : 0;
  return tf.addN([strip(px, size), place(strip(0, px), edge), place(strip(px + size, px), size - px - edge)]);
}
