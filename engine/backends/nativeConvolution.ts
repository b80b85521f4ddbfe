// Native TensorFlow's CPU code has no fast way for large kernels with few outputs: the last layer of every ResNet
// generator, 7 × 7 and three channels wide, takes it ten times as long as all other layers together (measured with
// TensorFlow 2.21 and oneDNN). The same sum in another order is fast.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';

const SMALLEST_SLOW_KERNEL_PX = 6;
const LARGEST_SLOW_OUTPUT = 31;

/** Lets native TensorFlow compute such convolutions row by row. Their gradients are other kernels and stay. */
export function replaceSlowConvolution(): void {
  const original = tf.getKernel('Conv2D', 'tensorflow');
  if (!original || replaced.has(original)) return;
  const kernel: tf.KernelConfig = {
    ...original,
    kernelFunc: (call) => {
      const { x, filter } = call.inputs as { x: Tensor4D; filter: Tensor4D };
      return isSlow(filter.shape, call.attrs) ? convolveByRows(x, filter) : original.kernelFunc(call);
    },
  };
  replaced.add(kernel);
  tf.registerKernel(kernel);
}

const replaced = new WeakSet<tf.KernelConfig>();

function isSlow([kH, kW, , outputs]: Tensor4D['shape'], attributes: tf.NamedAttrMap | undefined): boolean {
  const { pad, strides, dilations, dataFormat } = attributes as unknown as tf.Conv2DAttrs;
  return (
    Math.min(kH, kW) >= SMALLEST_SLOW_KERNEL_PX &&
    outputs <= LARGEST_SLOW_OUTPUT &&
    pad === 'valid' &&
    dataFormat === 'NHWC' &&
    [strides, dilations].flat().every((step) => step === 1)
  );
}

/**
 * 'valid' convolution of stride 1: every row of the filter is a convolution of its own, all of them side by side in
 * one, and their outputs are added where they belong. (N, H, W, C), (kH, kW, C, C') → (N, H − kH + 1, W − kW + 1, C').
 */
export function convolveByRows(x: Tensor4D, filter: Tensor4D): Tensor4D {
  return tf.tidy(() => {
    const [kH, kW, inputs, outputs] = filter.shape;
    const rows = tf.reshape(tf.transpose(filter, [1, 2, 0, 3]), [1, kW, inputs, kH * outputs]);
    const byRow = tf.conv2d(x, rows as Tensor4D, 1, 'valid');
    const [n, height, width] = byRow.shape;
    const shape: [number, number, number, number] = [n, height - kH + 1, width, outputs];
    return tf.addN(
      Array.from({ length: kH }, (_, row) => tf.slice(byRow, [0, row, 0, row * outputs], shape)),
    );
  });
}
