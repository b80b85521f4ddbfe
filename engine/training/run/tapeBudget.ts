// How much memory a training step may take for the way back. Results are the same whatever it is: networks for which
// there is no room run forward once more.

import { totalmem } from 'node:os';
import type { TrainingBackend } from './runTraining.js';

const GIB = 2 ** 30;

/** A quarter of the machine's memory; less where weights, moments and images share a heap of 4 GiB or the memory of a GPU. */
export function tapeBytes(backend: TrainingBackend, onGpu: boolean): number {
  switch (backend) {
    case 'tensorflow':
      return onGpu ? 2 * GIB : totalmem() / 4;
    case 'cpu':
      return totalmem() / 4;
    case 'webgpu':
    case 'wasm':
      return GIB / 2;
  }
}
