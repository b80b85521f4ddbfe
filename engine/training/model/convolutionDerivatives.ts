// The two derivatives of a convolution as compositions of fast kernels, for WebAssembly: its package lacks the one by
// the filter, and computes the one by the input pixel by pixel. With stride 2, pixels of even and odd rows and columns
// meet different taps of the filter, so each such phase is a small problem of stride 1.
//
// Images (N, H, W, C), filters (kH, kW, in, out), stride 1 or 2 in both directions, zero padding.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';

export interface ConvolutionGeometry {
  readonly stride: 1 | 2;
  /** Zeros that were added before the first row and column. */
  readonly padTop: number;
  readonly padLeft: number;
}

/** Longer sums of products are split up: float32 loses digits over the pixels of a whole tile. */
const LONGEST_SUM = 4096;
const FEW_PRODUCTS = 2048;

/** dW[i, j] = Σ x[s·q + i − pad] dy[q]: each tap correlates its input with dy. Belongs to the caller. */
export function derivativeByFilter(
  x: Tensor4D,
  dy: Tensor4D,
  [kH, kW, inputs, outputs]: readonly [number, number, number, number],
  { stride, padTop, padLeft }: ConvolutionGeometry,
): Tensor4D {
  return tf.tidy(() => {
    const [, outHeight, outWidth] = dy.shape;
    const groups = Math.ceil(kW / stride);
    // Two pixels side by side are one of twice the channels where the stride is 2.
    const wide = window(x, 2, -padLeft, (outWidth - 1 + groups) * stride);
    const [n, h, w, c] = wide.shape;
    const paired: Tensor4D = tf.reshape(wide, [n, h, Math.floor(w / stride), c * stride]);
    // The input of each pixel of dy in a row, all columns of the filter on the channel axis.
    const side: Tensor4D = tf.concat(
      Array.from({ length: groups }, (_, group) => window(paired, 2, group, outWidth)),
      3,
    );
    const taps = Array.from({ length: kH }, (_, i): Tensor4D => {
      const seen = everyRow(side, i - padTop, outHeight, stride);
      const product: Tensor4D = tf.reshape(transposedProduct(seen, dy), [
        1,
        groups * stride,
        inputs,
        outputs,
      ]);
      seen.dispose();
      return tf.slice(product, [0, 0, 0, 0], [1, kW, inputs, outputs]);
    });
    return tf.concat(taps, 0);
  });
}

/** dx: a transposed convolution of dy with the same filter. Belongs to the caller. */
export function derivativeByInput(
  dy: Tensor4D,
  filter: Tensor4D,
  [, height, width]: readonly number[],
  { stride, padTop, padLeft }: ConvolutionGeometry,
): Tensor4D {
  return tf.tidy(() => {
    const [kH, kW] = filter.shape;
    const turned = tf.transpose(filter, [0, 1, 3, 2]);
    const [rows, columns] = [Math.ceil(height! / stride), Math.ceil(width! / stride)];
    const phase = (r: number, c: number): Tensor4D => {
      const down = offsets(r, kH, padTop, stride);
      const along = offsets(c, kW, padLeft, stride);
      if (down.length === 0 || along.length === 0)
        return tf.zeros([dy.shape[0], rows, columns, filter.shape[2]]);
      const taps = pick(pick(turned, 0, down), 1, along);
      const seen = window(
        window(dy, 1, down[0]!.offset, rows + down.length - 1),
        2,
        along[0]!.offset,
        columns + along.length - 1,
      );
      return tf.conv2d(seen, taps, 1, 'valid');
    };
    if (stride === 1) return phase(0, 0);
    const pair = (r: number) => interleaved(phase(r, 0), phase(r, 1), 2);
    return tf.slice(interleaved(pair(0), pair(1), 1), [0, 0, 0, 0], [-1, height!, width!, -1]);
  });
}

/** Pixel s·q + r of dx is Σ dy[q + offset] · w[tap], offset = (r + pad − tap) / s where that is whole; by offset. */
function offsets(
  r: number,
  kernelPx: number,
  pad: number,
  stride: number,
): { tap: number; offset: number }[] {
  return Array.from({ length: kernelPx }, (_, tap) => ({ tap, offset: (r + pad - tap) / stride }))
    .filter(({ offset }) => Number.isInteger(offset))
    .reverse();
}

function pick(filter: Tensor4D, axis: 0 | 1, taps: readonly { readonly tap: number }[]): Tensor4D {
  const size = [...filter.shape] as [number, number, number, number];
  size[axis] = 1;
  return tf.concat(
    taps.map(({ tap }) => tf.slice(filter, axis === 0 ? [tap, 0, 0, 0] : [0, tap, 0, 0], size)),
    axis,
  );
}

/**
 * `count` rows (axis 1) or columns (axis 2) from `from` on; zeros outside of the image. WASM cuts long stretches of
 * memory fast and images pixel by pixel.
 */
function window(x: Tensor4D, axis: 1 | 2, from: number, count: number): Tensor4D {
  return tf.tidy(() => {
    const before = Math.max(-from, 0);
    const after = Math.max(from + count - x.shape[axis], 0);
    const margins: [number, number][] = [[0, 0], [0, 0], [0, 0], [0, 0]]; // prettier-ignore
    margins[axis] = [before, after];
    const padded = before + after > 0 ? tf.pad(x, margins) : x;
    const shape = [...padded.shape] as [number, number, number, number];
    if (shape[axis] === count) return padded.clone();
    const outer = axis === 1 ? shape[0] : shape[0] * shape[1];
    const stretch = axis === 1 ? shape[2] * shape[3] : shape[3];
    const flat = tf.reshape(padded, [outer, shape[axis] * stretch]);
    shape[axis] = count;
    return tf.reshape(tf.slice(flat, [0, (from + before) * stretch], [-1, count * stretch]), shape);
  });
}

/** Rows from, from + step, …; zeros outside of the image. */
function everyRow(x: Tensor4D, from: number, count: number, step: number): Tensor4D {
  if (step === 1) return window(x, 1, from, count);
  return tf.tidy(() => {
    const rows = window(x, 1, from, count * step);
    const [n, , w, c] = rows.shape;
    const pairs = tf.reshape(rows, [n * count, step * w * c]);
    return tf.reshape(tf.slice(pairs, [0, 0], [-1, w * c]), [n, count, w, c]);
  });
}

/** Even and odd rows (axis 1) or columns (axis 2) → one image. */
function interleaved(even: Tensor4D, odd: Tensor4D, axis: 1 | 2): Tensor4D {
  const [n, h, w, c] = even.shape;
  return axis === 2
    ? tf.reshape(tf.concat([even, odd], 3), [n, h, 2 * w, c])
    : tf.reshape(tf.concat([even, odd], 2), [n, 2 * h, w, c]);
}

/**
 * Σ over all pixels of aᵀ b: (N, H, W, A), (N, H, W, B) → (A, B). WASM multiplies by a transposed matrix slowly but
 * transposes slowly, too: the one is faster for few channels, the other for many.
 */
function transposedProduct(a: Tensor4D, b: Tensor4D): Tensor {
  return tf.tidy(() => {
    const [channels, others] = [a.shape[3], b.shape[3]];
    const pixels = a.size / channels;
    const parts = divisor(pixels, Math.ceil(pixels / LONGEST_SUM));
    const left = tf.reshape(a, [parts, pixels / parts, channels]);
    const right = tf.reshape(b, [parts, pixels / parts, others]);
    const products =
      channels * others <= FEW_PRODUCTS
        ? tf.matMul(left, right, true)
        : tf.matMul(tf.transpose(left, [0, 2, 1]), right);
    return parts === 1
      ? tf.reshape(products, [channels, others])
      : tf.reshape(tf.matMul(tf.ones([1, parts]), tf.reshape(products, [parts, channels * others])), [
          channels,
          others,
        ]);
  });
}

/** The smallest divisor of `whole` from `least` on. */
function divisor(whole: number, least: number): number {
  let parts = least;
  while (whole % parts !== 0) parts++;
  return parts;
}
