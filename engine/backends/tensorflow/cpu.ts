// TensorFlow.js in plain JavaScript: runs everywhere, about a thousand times slower than the others. For tests of
// tiny networks and for finding out whether another backend computes wrongly.

import type { Backend } from '../backend.js';
import { openTensorFlowJs } from './tensorflowJs.js';

/** Needs nothing but the packages of the project. */
export function openCpu(): Promise<Backend> {
  return openTensorFlowJs('cpu', async () => {
    const { MathBackendCPU } = await import('@tensorflow/tfjs-backend-cpu');
    return {
      start: () => new MathBackendCPU(),
      describe: () => 'TensorFlow.js 4.22 in plain JavaScript, 1 thread',
    };
  });
}
