// Operations of native TensorFlow that its Node package does not offer, as kernels (networks/extraKernels.ts): batch norm
// in training and derivatives of activations. A training step makes tens of thousands of calls otherwise, each with its
// price, and sums over pixels of their own.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import {
  BATCH_NORM,
  BATCH_NORM_GRADIENT,
  LEAKY_RELU_GRADIENT,
  RELU_GRADIENT,
} from '../../networks/extraKernels.js';

/** Members of the package's backend object that the type of TensorFlow.js lacks. */
interface NativeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: Readonly<
    Record<'TF_ATTR_TYPE' | 'TF_ATTR_FLOAT' | 'TF_ATTR_STRING' | 'TF_ATTR_BOOL' | 'TF_FLOAT', number>
  >;
  executeMultipleOutputs(
    operation: string,
    attributes: readonly Attribute[],
    inputs: readonly Tensor[],
    outputs: number,
  ): Tensor[];
}

interface Attribute {
  readonly name: string;
  readonly type: number;
  readonly value: number | string | boolean;
}

type Inputs = Readonly<Record<string, Tensor>>;
type Operation = (native: NativeBackend, inputs: Inputs, attributes: tf.NamedAttrMap) => Tensor | Tensor[];

/** Registers the kernels, once the backend runs. Calling it again changes nothing. */
export function registerNativeKernels(): void {
  for (const [kernelName, operation] of Object.entries(OPERATIONS))
    if (!tf.getKernel(kernelName, 'tensorflow'))
      tf.registerKernel({
        kernelName,
        backendName: 'tensorflow',
        kernelFunc: ({ inputs, backend, attrs = {} }) =>
          operation(backend as unknown as NativeBackend, inputs as Inputs, attrs),
      });
}

const OPERATIONS: Readonly<Record<string, Operation>> = {
  [BATCH_NORM]: (native, inputs, attributes) =>
    native.isUsingGpuDevice
      ? wholeBatchNorm(native, inputs, attributes)
      : tf.tidy(() => batchNormByRows(native, inputs, attributes)),
  [BATCH_NORM_GRADIENT]: (native, { dy, x, scale, saved0, saved1, saved2 }, { epsilon }) => {
    const inputs = [dy!, x!, scale!, saved0!, saved1!, saved2!];
    const attributes = batchNormAttributes(native, epsilon as number);
    const [dx, dScale, dOffset, ...unused] = native.executeMultipleOutputs(
      'FusedBatchNormGradV3',
      attributes,
      inputs,
      5,
    );
    tf.dispose(unused);
    return [dx!, dScale!, dOffset!];
  },
  [RELU_GRADIENT]: (native, { dy, x }) =>
    native.executeMultipleOutputs('ReluGrad', [ofFloats(native, 'T')], [dy!, x!], 1)[0]!,
  [LEAKY_RELU_GRADIENT]: (native, { dy, x }, { alpha }) => {
    const attributes = [ofFloats(native, 'T'), float(native, 'alpha', alpha as number)];
    return native.executeMultipleOutputs('LeakyReluGrad', attributes, [dy!, x!], 1)[0]!;
  },
};

function wholeBatchNorm(
  native: NativeBackend,
  { x, scale, offset, runningMean, runningVariance }: Inputs,
  { epsilon, momentum }: tf.NamedAttrMap,
): Tensor[] {
  // The operation wants empty statistics where there are no running ones; the batch's own come out.
  const none = runningMean && runningVariance ? undefined : tf.tensor1d([]);
  const attributes = [
    ...batchNormAttributes(native, epsilon as number),
    float(native, 'exponential_avg_factor', none ? 1 : (momentum as number)),
  ];
  const inputs = [x!, scale!, offset!, runningMean ?? none!, runningVariance ?? none!];
  const outputs = native.executeMultipleOutputs('FusedBatchNormV3', attributes, inputs, 6);
  none?.dispose();
  return outputs;
}

/**
 * The same with exact statistics. The library's CPU code adds up one pixel after the other in float32, which costs one to
 * two digits of the mean (a GPU adds up in pieces). Here sums go along each row first, and a second pass over x − mean
 * corrects what rounding took from the mean.
 */
function batchNormByRows(
  native: NativeBackend,
  { x, scale, offset, runningMean, runningVariance }: Inputs,
  { epsilon, momentum }: tf.NamedAttrMap,
): Tensor[] {
  const [n, h, w, c] = x!.shape as Tensor4D['shape'];
  const meanOf = (values: Tensor) => tf.mean(tf.mean(tf.reshape(values, [n * h, w, c]), 1), 0);
  const nearly = meanOf(x!);
  const fromMean = tf.sub(x!, nearly);
  const rest = meanOf(fromMean);
  const mean = tf.add(nearly, rest);
  const variance = tf.sub(meanOf(tf.square(fromMean)), tf.square(rest));
  const attributes = batchNormAttributes(native, epsilon as number, false);
  const inputs = [x!, scale!, offset!, mean, variance];
  const outputs = native.executeMultipleOutputs('FusedBatchNormV3', attributes, inputs, 6);
  const moved = (running: Tensor | undefined, target: Tensor) =>
    running
      ? tf.add(tf.mul(running, 1 - (momentum as number)), tf.mul(target, momentum as number))
      : target.clone();
  const values = n * h * w;
  const unbiased = tf.mul(variance, values / (values - 1));
  return [
    outputs[0]!,
    moved(runningMean, mean),
    moved(runningVariance, unbiased),
    mean,
    variance,
    outputs[5]!,
  ];
}

function batchNormAttributes(native: NativeBackend, epsilon: number, isTraining = true): Attribute[] {
  return [
    ofFloats(native, 'T'),
    ofFloats(native, 'U'),
    float(native, 'epsilon', epsilon),
    { name: 'data_format', type: native.binding.TF_ATTR_STRING, value: 'NHWC' },
    { name: 'is_training', type: native.binding.TF_ATTR_BOOL, value: isTraining },
  ];
}

function ofFloats({ binding }: NativeBackend, name: string): Attribute {
  return { name, type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT };
}

function float({ binding }: NativeBackend, name: string, value: number): Attribute {
  return { name, type: binding.TF_ATTR_FLOAT, value };
}
