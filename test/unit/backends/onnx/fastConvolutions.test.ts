// The shapes that the backend's own files give to convolutions, on images of every parity of sides: exactly what the
// plain operators compute, but for the order of sums.

import assert from 'node:assert/strict';
import { plainConvolutions } from '../../../../engine/backends/onnx/convolutions.js';
import { fastConvolutions } from '../../../../engine/backends/onnx/fastConvolutions.js';
import { startLane, type Lane } from '../../../../engine/backends/onnx/lane.js';
import { stepsOf } from '../../../../engine/backends/onnx/steps.js';
import type { Layer, Network } from '../../../../engine/networks/layers.js';
import { conv, convTranspose, norm, relu, sequence } from '../../../../engine/networks/notation.js';
import { weightsOf } from '../../networks/samples.js';
import { largestDifference, planes, runSteps } from './onLane.js';

const SIDES = [
  [1, 1],
  [1, 5],
  [3, 3],
  [4, 7],
  [9, 2],
] as const;

describe('fast convolutions', () => {
  let lane: Lane;
  before(() => {
    lane = startLane({ provider: 'cpu', threads: 1 });
  });
  after(() => lane.close());

  for (const kernelPx of [3, 4] as const)
    for (const outChannels of [1, 4, 5, 16])
      it(`double an image into ${outChannels} channels by ${kernelPx} × ${kernelPx} as plain ones do`, () =>
        compare(convTranspose(3, outChannels, { kernelPx, paddingPx: 1, useBias: true })));

  for (const kernelPx of [1, 3, 5, 7])
    it(`read the four phases of a doubled image by ${kernelPx} × ${kernelPx} as plain ones do`, () =>
      compare(
        sequence(
          convTranspose(3, 8, { kernelPx: 3, paddingPx: 1 }),
          norm('instance', 8),
          relu,
          conv(8, 3, { kernelPx, paddingPx: (kernelPx - 1) / 2, useBias: true }),
        ),
      ));

  async function compare(root: Layer): Promise<void> {
    const network: Network = { title: 'doubling', inChannels: 3, outChannels: 0, sizeMultiplePx: 1, root };
    const steps = stepsOf(network, weightsOf(network), { normalisation: 'tile' });
    for (const [height, width] of SIDES) {
      const image = planes(3, height, width);
      const plain = await runSteps(lane, steps, plainConvolutions, image);
      const fast = await runSteps(lane, steps, fastConvolutions, image);
      assert.deepEqual([fast.height, fast.width], [2 * height, 2 * width]);
      assert.ok(largestDifference(plain, fast) < 1e-5, `${height} × ${width}`);
    }
  }
});
