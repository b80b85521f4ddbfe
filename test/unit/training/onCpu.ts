// Backend of tests of training arithmetic: TensorFlow.js in plain JavaScript, with derivatives.

import { MathBackendCPU } from '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { registerGradients } from '../../../engine/training/model/gradients.js';

/** Makes it current; call it in a `before`: other test files may have made another backend current, or closed this one. */
export async function onCpu(): Promise<void> {
  tf.enableProdMode(); // no advertisement for other backends
  if (!tf.findBackendFactory('cpu')) tf.registerBackend('cpu', () => new MathBackendCPU());
  await tf.setBackend('cpu');
  registerGradients();
}
