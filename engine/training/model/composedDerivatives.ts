// Derivatives of convolutions for a backend whose package has none by the filter, and a slow one by the input, such as
// WebAssembly's. Both are registered as compositions of other kernels.

import * as tf from '@tensorflow/tfjs-core';
import type { Tensor4D } from '@tensorflow/tfjs-core';
import { derivativeByFilter, derivativeByInput, type ConvolutionGeometry } from './convolutionDerivatives.js';

type KernelCall = Parameters<tf.KernelFunc>[0];
type Shape4D = [number, number, number, number];

/**
 * Registers both for the backend. Call it when the backend runs, before the first gradient; calling it again changes
 * nothing.
 */
export function composeConvolutionDerivatives(backendName: string): void {
  if (composed.has(backendName)) return;
  composed.add(backendName);
  const original = tf.getKernel('Conv2DBackpropInput', backendName);
  tf.registerKernel({
    kernelName: 'Conv2DBackpropFilter',
    backendName,
    kernelFunc(call) {
      const { x, dy } = call.inputs as { x: Tensor4D; dy: Tensor4D };
      const { filterShape } = call.attrs as unknown as { readonly filterShape: Shape4D };
      const geometry = geometryOf(call, x.shape, filterShape);
      if (!geometry)
        throw new RangeError(`The backend "${backendName}" trains convolutions of stride 1 and 2 only.`);
      return derivativeByFilter(x, dy, filterShape, geometry);
    },
  });
  if (!original) return;
  tf.registerKernel({
    ...original,
    kernelFunc(call) {
      const { dy, filter } = call.inputs as { dy: Tensor4D; filter: Tensor4D };
      const { inputShape } = call.attrs as unknown as { readonly inputShape: Shape4D };
      const geometry = geometryOf(call, inputShape, filter.shape);
      return geometry ? derivativeByInput(dy, filter, inputShape, geometry) : original.kernelFunc(call);
    },
  });
}

const composed = new Set<string>();

/** Undefined for convolutions that the compositions do not cover. */
function geometryOf(
  { attrs }: KernelCall,
  inputShape: Shape4D,
  filterShape: Shape4D,
): ConvolutionGeometry | undefined {
  const { strides, pad, dataFormat, dimRoundingMode } = attrs as unknown as tf.Conv2DBackpropInputAttrs;
  const { strideHeight, strideWidth, padInfo } = tf.backend_util.computeConv2DInfo(
    inputShape,
    filterShape,
    strides,
    1,
    pad,
    dimRoundingMode,
    false,
    tf.backend_util.convertConv2DDataFormat(dataFormat),
  );
  if (dataFormat !== 'NHWC' || strideHeight !== strideWidth || strideHeight > 2) return undefined;
  return { stride: strideHeight as 1 | 2, padTop: padInfo.top, padLeft: padInfo.left };
}
