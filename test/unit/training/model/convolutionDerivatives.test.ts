// The composed derivatives of convolutions are those of the plain-JavaScript kernels, which are written as sums.

import * as tf from '@tensorflow/tfjs-core';
import {
  derivativeByFilter,
  derivativeByInput,
} from '../../../../engine/training/model/convolutionDerivatives.js';
import { assertClose } from '../finiteDifferences.js';
import { onCpu } from '../onCpu.js';

const CASES = [
  { name: '3 × 3 px, stride 1, a zero on each side', k: 3, stride: 1, pad: 1, h: 6, w: 5 },
  { name: '7 × 7 px, stride 1, no padding', k: 7, stride: 1, pad: 0, h: 9, w: 8 },
  { name: '4 × 4 px, stride 1, a zero on each side', k: 4, stride: 1, pad: 1, h: 6, w: 7 },
  { name: '3 × 3 px, stride 2, a zero on each side', k: 3, stride: 2, pad: 1, h: 8, w: 6 },
  { name: '4 × 4 px, stride 2, a zero on each side', k: 4, stride: 2, pad: 1, h: 8, w: 10 },
  { name: '4 × 4 px, stride 2, an odd image', k: 4, stride: 2, pad: 1, h: 9, w: 7 },
  { name: '4 × 4 px, stride 2, padded before', k: 4, stride: 2, pad: 0, h: 10, w: 10 },
  { name: '1 × 1 px, stride 1', k: 1, stride: 1, pad: 0, h: 4, w: 4 },
] as const;

describe('the derivatives of a convolution of', () => {
  before(onCpu);

  for (const { name, k, stride, pad, h, w } of CASES)
    it(name, () => {
      const x = tf.randomNormal<tf.Rank.R4>([2, h, w, 3], 0, 1, 'float32', 1);
      const filter = tf.randomNormal<tf.Rank.R4>([k, k, 3, 2], 0, 1, 'float32', 2);
      const y = tf.conv2d(x, filter, stride, pad, 'NHWC', 1, 'floor');
      const dy = tf.randomNormal<tf.Rank.R4>(y.shape, 0, 1, 'float32', 3);
      const attributes = { strides: stride, pad, dataFormat: 'NHWC', dimRoundingMode: 'floor' };
      const kernel = (kernelName: string, inputs: tf.NamedTensorMap, more: object) =>
        tf.engine().runKernel<tf.Tensor>(kernelName, inputs, { ...attributes, ...more });
      const geometry = { stride, padTop: pad, padLeft: pad };

      const byFilter = kernel('Conv2DBackpropFilter', { x, dy }, { filterShape: filter.shape });
      assertClose(
        derivativeByFilter(x, dy, filter.shape, geometry).dataSync(),
        byFilter.dataSync(),
        1e-4,
        'filter',
      );
      const byInput = kernel('Conv2DBackpropInput', { dy, filter }, { inputShape: x.shape });
      assertClose(
        derivativeByInput(dy, filter, x.shape, geometry).dataSync(),
        byInput.dataSync(),
        1e-4,
        'input',
      );
      tf.dispose([x, filter, y, dy, byFilter, byInput]);
    });
});
