// GPU adapters that are programs imitating one on the CPU.

import assert from 'node:assert/strict';
import { isSoftware } from '../../../engine/backends/gpuAdapter.js';

const NOTHING = { vendor: '', architecture: '', device: '', description: '' };

describe('a software adapter', () => {
  for (const info of [
    { ...NOTHING, vendor: 'mesa', description: 'llvmpipe (LLVM 15.0.6, 256 bits)' },
    { ...NOTHING, vendor: 'google', architecture: 'swiftshader', description: 'SwiftShader driver 5.0.0' },
    { ...NOTHING, vendor: 'microsoft', description: 'Microsoft Basic Render Driver' },
    { ...NOTHING, isFallbackAdapter: true },
  ])
    it(`is one that calls itself ${JSON.stringify(info)}`, () => assert.equal(isSoftware(info), true));

  for (const info of [
    { ...NOTHING, vendor: 'nvidia', architecture: 'ada-lovelace', description: 'NVIDIA GeForce RTX 4090' },
    { ...NOTHING, vendor: 'apple', architecture: 'metal-3', isFallbackAdapter: false },
    {
      ...NOTHING,
      vendor: 'amd',
      architecture: 'rdna-3',
      description: 'AMD Radeon RX 7900 (Warpaint edition)',
    },
    { ...NOTHING, vendor: 'intel', architecture: 'gen-12lp', description: 'Intel(R) Iris(R) Xe Graphics' },
  ])
    it(`is not one that calls itself ${JSON.stringify(info)}`, () => assert.equal(isSoftware(info), false));
});
