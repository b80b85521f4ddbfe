// Native TensorFlow's CPU code has no fast way for large kernels with few outputs: the last layer of every ResNet
// generator, 7 × 7 and three channels wide, takes it ten times as long as all other layers together, and its derivatives
// likewise (measured with TensorFlow 2.21 and oneDNN). The same sums in another order are fast.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';

const SMALLEST_SLOW_KERNEL_PX = 6;
const LARGEST_SLOW_OUTPUT = 31;

/** Arguments of kernels of such convolutions. */
const VALID = { strides: 1, pad: 'valid', dataFormat: 'NHWC' };

type Shape4D = Tensor4D['shape'];
type Call = Parameters<tf.KernelFunc>[0];

/** Lets native TensorFlow compute such convolutions and their derivatives row by row. */
export function replaceSlowConvolutions(): void {
  replace('Conv2D', ({ inputs: { x, filter } }) => [filter!.shape, () => convolveByRows(x!, filter!)]);
  replace('Conv2DBackpropInput', ({ inputs: { dy, filter } }) => [
    filter!.shape,
    () => inputDerivativeByRows(dy!, filter!),
  ]);
  replace('Conv2DBackpropFilter', ({ inputs: { x, dy }, attrs }) => {
    const { filterShape } = attrs as unknown as { readonly filterShape: Shape4D };
    return [filterShape, () => filterDerivativeByRows(x!, dy!, filterShape)];
  });
}

/** @param faster the shape of the filter, and the other way to compute it */
function replace(
  name: string,
  faster: (call: {
    readonly inputs: Readonly<Record<string, Tensor4D>>;
    readonly attrs: tf.NamedAttrMap | undefined;
  }) => readonly [Shape4D, () => Tensor4D],
): void {
  const original = tf.getKernel(name, 'tensorflow');
  if (!original || replaced.has(original)) return;
  const kernel: tf.KernelConfig = {
    ...original,
    kernelFunc: (call: Call) => {
      const { inputs, attrs } = call;
      const [shape, compute] = faster({ inputs: inputs as unknown as Record<string, Tensor4D>, attrs });
      return isSlow(shape, attrs) ? compute() : original.kernelFunc(call);
    },
  };
  replaced.add(kernel);
  tf.registerKernel(kernel);
}

const replaced = new WeakSet<tf.KernelConfig>();

function isSlow([kH, kW, , outputs]: Shape4D, attributes: tf.NamedAttrMap | undefined): boolean {
  const { pad, strides, dilations = 1, dataFormat } = attributes as unknown as tf.Conv2DAttrs;
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
    const [kH, , , outputs] = filter.shape;
    const byRow = tf.conv2d(x, rowsSideBySide(filter), 1, 'valid');
    const [n, height, width] = byRow.shape;
    const shape: Shape4D = [n, height - kH + 1, width, outputs];
    return tf.addN(
      Array.from({ length: kH }, (_, row) => tf.slice(byRow, [0, row, 0, row * outputs], shape)),
    );
  });
}

/** Gradient by x: (N, H, W, C') → (N, H + kH − 1, W + kW − 1, C). */
export function inputDerivativeByRows(dy: Tensor4D, filter: Tensor4D): Tensor4D {
  return tf.tidy(() => {
    const [kH, kW, inputs] = filter.shape;
    const [n, height, width] = dy.shape;
    const inputShape = [n, height + kH - 1, width + kW - 1, inputs];
    const given = { dy: ofEachRow(dy, kH), filter: rowsSideBySide(filter) };
    return tf.engine().runKernel('Conv2DBackpropInput', given, { ...VALID, inputShape });
  });
}

/** Gradient by the filter, (kH, kW, C, C'). */
export function filterDerivativeByRows(x: Tensor4D, dy: Tensor4D, filterShape: Shape4D): Tensor4D {
  return tf.tidy(() => {
    const [kH, kW, inputs, outputs] = filterShape;
    const ofRows = { ...VALID, filterShape: [1, kW, inputs, kH * outputs] };
    const given = { x, dy: ofEachRow(dy, kH) };
    const rows: Tensor4D = tf.engine().runKernel('Conv2DBackpropFilter', given, ofRows);
    return tf.transpose(tf.reshape(rows, [kW, inputs, kH, outputs]), [2, 0, 1, 3]);
  });
}

/** (kH, kW, C, C') → (1, kW, C, kH · C'). */
function rowsSideBySide(filter: Tensor4D): Tensor4D {
  const [kH, kW, inputs, outputs] = filter.shape;
  return tf.reshape(tf.transpose(filter, [1, 2, 0, 3]), [1, kW, inputs, kH * outputs]);
}

/** Input of the convolution of each row, as the convolution above adds it up: (N, H + kH − 1, W, kH · C'). */
function ofEachRow(dy: Tensor4D, kH: number): Tensor4D {
  return tf.concat(
    Array.from({ length: kH }, (_, row): Tensor4D =>
      tf.pad(dy, [
        [0, 0],
        [row, kH - 1 - row],
        [0, 0],
        [0, 0],
      ]),
    ),
    3,
  );
}
