// The smallest network of three features: an image's red, green and blue as they are.

import { plainConvolutions } from '../../../../engine/backends/onnx/convolutions.js';
import { evenMargins, INPUT } from '../../../../engine/backends/onnx/step.js';
import { writeSteps } from '../../../../engine/backends/onnx/writeOnnx.js';

/** (1, 3, H, W) → the same. */
export function colourMeans(): Uint8Array<ArrayBuffer> {
  const weight = { shape: [3, 3, 1, 1], data: Float32Array.of(1, 0, 0, 0, 1, 0, 0, 0, 1) };
  return writeSteps(
    {
      title: 'Colours',
      inChannels: 3,
      steps: [
        {
          output: 'conv',
          channels: 3,
          kind: 'conv',
          input: INPUT,
          weight,
          stride: 1,
          margins: evenMargins(0),
        },
      ],
    },
    plainConvolutions,
    { doc: 'Colours', metadata: {} },
  );
}
