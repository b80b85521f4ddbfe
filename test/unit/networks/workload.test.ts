// Work and memory of networks, counted by hand.

import assert from 'node:assert/strict';
import { buildNetwork } from '../../../engine/networks/build.js';
import type { Network } from '../../../engine/networks/layers.js';
import { workloadOf } from '../../../engine/networks/workload.js';

const CONV = { inChannels: 3, outChannels: 8, useBias: true, spectralNorm: false } as const;
const networkOf = (root: Network['root']): Network => ({
  title: 'test',
  inChannels: 3,
  outChannels: 8,
  sizeMultiplePx: 1,
  root,
});

describe('the workload of a network', () => {
  it('counts the taps of a convolution for each pixel of its output', () => {
    const conv = { ...CONV, kernelPx: 4, stride: 2, paddingPx: 1 };
    const { multiplyAdds, outputValues } = workloadOf(networkOf({ kind: 'conv', conv }), 10, 6);
    assert.equal(multiplyAdds, 5 * 3 * 8 * 16 * 3);
    assert.equal(outputValues, 5 * 3 * 8);
  });

  it('counts a quarter of the taps in a transposed convolution, which doubles both sides', () => {
    const conv = { ...CONV, kernelPx: 4, stride: 2, paddingPx: 1 };
    const { multiplyAdds, outputValues } = workloadOf(
      networkOf({ kind: 'convTranspose', conv, outputPaddingPx: 0 }),
      5,
      3,
    );
    assert.equal(multiplyAdds, 10 * 6 * 8 * 4 * 3);
    assert.equal(outputValues, 10 * 6 * 8);
  });

  it('of a ResNet grows with the area of the image', () => {
    const resnet = buildNetwork({
      name: 'resnet_9blocks',
      inChannels: 3,
      outChannels: 3,
      filters: 64,
      norm: 'batch',
      dropout: true,
      padding: 'zero',
      upsampling: 'transposed-convolution',
    });
    const [small, large] = [workloadOf(resnet, 256, 256), workloadOf(resnet, 512, 512)];
    assert.ok(Math.abs(large.multiplyAdds / small.multiplyAdds - 4) < 0.05);
  });
});
