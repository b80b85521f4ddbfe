// The smallest useful network of the self-test: multiplies an image by three. A backend that runs it correctly can run
// convolutions.

import { plainConvolutions } from './convolutions.js';
import { evenMargins, INPUT, type Steps } from './step.js';
import { writeSteps } from './writeOnnx.js';

const TIMES_THREE: Steps = {
  title: 'Probe',
  inChannels: 1,
  steps: [
    {
      output: 'conv',
      channels: 1,
      kind: 'conv',
      input: INPUT,
      weight: { shape: [1, 1, 1, 1], data: Float32Array.of(3) },
      stride: 1,
      margins: evenMargins(0),
    },
  ],
};

/** (1, 1, H, W) → the same times three. */
export function probeFile(): Uint8Array<ArrayBuffer> {
  return writeSteps(TIMES_THREE, plainConvolutions, { doc: 'Multiplies by three.', metadata: {} });
}
