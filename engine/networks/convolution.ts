// Convolutions with PyTorch's padding, composed of operations that every TensorFlow.js backend has. The native backend
// accepts only 'valid' and 'same', so padding is added explicitly here. Filters are (kH, kW, in, out), images
// (N, H, W, C).

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Convolution } from './layers.js';
import { padZeros } from './padding.js';

/** Convolution without bias. The result belongs to the caller. */
export function convolve(x: Tensor4D, filter: Tensor4D, conv: Convolution): Tensor4D {
  const { kernelPx, stride, paddingPx } = conv;
  const [, height, width] = x.shape;
  const samePads = [height, width].every((side) => samePadding(side, kernelPx, stride) === paddingPx);
  // 'same' saves a copy of the image, and equals PyTorch's padding if it adds `paddingPx` on both sides.
  if (samePads) return tf.conv2d(x, filter, stride, 'same');
  return tf.tidy(() => {
    const margins = { top: paddingPx, bottom: paddingPx, left: paddingPx, right: paddingPx };
    return tf.conv2d(padZeros(x, margins), filter, stride, 'valid');
  });
}

/** Pixels that TensorFlow's 'same' adds on each side; NaN if it adds more after the image than before it. */
function samePadding(sidePx: number, kernelPx: number, stride: number): number {
  const total = Math.max((Math.ceil(sidePx / stride) - 1) * stride + kernelPx - sidePx, 0);
  return total % 2 === 0 ? total / 2 : NaN;
}

/**
 * A transposed convolution of stride 2 computes the pixels of even and of odd rows and columns from different taps of
 * its kernel. Each of these four phases is a small convolution of stride 1, so no inserted zero is ever multiplied.
 * Row phase, then column phase: '01' makes the pixels of even rows and odd columns.
 */
export const PHASES = ['00', '01', '10', '11'] as const;

/** Filters (rows, columns, in, out) in the order of PHASES. */
export type PhaseFilters = readonly [Tensor4D, Tensor4D, Tensor4D, Tensor4D];

/** Rows and columns of the kernel that each phase reads, in the order in which a convolution of stride 1 does. */
export function phaseTaps({ kernelPx, paddingPx }: Convolution): { rows: number[]; columns: number[] }[] {
  const taps = (phase: '0' | '1') => tapsOf(Number(phase), kernelPx, paddingPx).map(({ tap }) => tap);
  return PHASES.map((name) => ({ rows: taps(name[0] as '0' | '1'), columns: taps(name[1] as '0' | '1') }));
}

/**
 * PyTorch's ConvTranspose2d of stride 2 that doubles height and width, without bias, by the backend's own kernel.
 * Differentiable. The result belongs to the caller.
 * @param filter (kH, kW, in, out)
 */
export function convolveTransposed(
  x: Tensor4D,
  filter: Tensor4D,
  { kernelPx, paddingPx }: Convolution,
): Tensor4D {
  return tf.tidy(() => {
    const [n, h, w] = x.shape;
    const channels = filter.shape[3];
    const turned: Tensor4D = tf.transpose(filter, [0, 1, 3, 2]);
    // Full output of h and w rows and columns of kernels; PyTorch cuts the padding off it.
    const beyond = kernelPx - 2;
    if (beyond === 2 * paddingPx)
      return tf.conv2dTranspose(x, turned, [n, 2 * h, 2 * w, channels], 2, 'same');
    const all = tf.conv2dTranspose(x, turned, [n, 2 * h + beyond, 2 * w + beyond, channels], 2, 'valid');
    return tf.slice(all, [0, paddingPx, paddingPx, 0], [n, 2 * h, 2 * w, channels]);
  });
}

/**
 * The same as `convolveTransposed` from prepared phases, which is faster on WebAssembly and some others. The result
 * belongs to the caller.
 */
export function convolvePhases(x: Tensor4D, phases: PhaseFilters, conv: Convolution): Tensor4D {
  return tf.tidy(() => {
    const convolvePhase = (rowPhase: number, columnPhase: number) => {
      const rows = marginsOf(rowPhase, conv);
      const columns = marginsOf(columnPhase, conv);
      const margins = { top: rows.before, bottom: rows.after, left: columns.before, right: columns.after };
      return tf.tidy(() => tf.conv2d(padZeros(x, margins), phases[rowPhase * 2 + columnPhase]!, 1, 'valid'));
    };
    return interleave(convolvePhase(0, 0), convolvePhase(0, 1), convolvePhase(1, 0), convolvePhase(1, 1));
  });
}

/** Nearest-neighbour enlargement by two in both directions. Differentiable. The result belongs to the caller. */
export function doubleSize(x: Tensor4D): Tensor4D {
  return tf.tidy(() => interleave(x, x, x, x));
}

/**
 * Merges four images, each with a quarter of the pixels, into one. `evenOdd` holds the pixels of even rows and odd
 * columns.
 */
function interleave(evenEven: Tensor4D, evenOdd: Tensor4D, oddEven: Tensor4D, oddOdd: Tensor4D): Tensor4D {
  const [n, h, w, c] = evenEven.shape;
  const columns = (even: Tensor4D, odd: Tensor4D) => tf.reshape(tf.concat([even, odd], 3), [n, h, 2 * w, c]);
  const rows = tf.concat([columns(evenEven, evenOdd), columns(oddEven, oddOdd)], 2);
  return tf.reshape(rows, [n, 2 * h, 2 * w, c]);
}

/**
 * Taps of one phase. Pixel 2q + phase of the result is Σ x[q + offset] · w[tap], with offset = (phase + padding − tap)
 * / 2 for all taps that make it whole. Sorted by offset, the order in which a convolution of stride 1 reads them;
 * offsets are consecutive.
 */
function tapsOf(phase: number, kernelPx: number, paddingPx: number): { tap: number; offset: number }[] {
  return Array.from({ length: kernelPx }, (_, tap) => ({ tap, offset: (phase + paddingPx - tap) / 2 }))
    .filter(({ offset }) => Number.isInteger(offset))
    .reverse();
}

function marginsOf(phase: number, { kernelPx, paddingPx }: Convolution): { before: number; after: number } {
  const taps = tapsOf(phase, kernelPx, paddingPx);
  return { before: Math.max(-taps[0]!.offset, 0), after: Math.max(taps.at(-1)!.offset, 0) };
}
