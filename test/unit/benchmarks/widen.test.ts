// Widened networks compute what the narrow ones do.

import assert from 'node:assert/strict';
import type { Backend, Planes } from '../../../engine/backends/backend.js';
import { openBackend } from '../../../engine/backends/openBackend.js';
import type { GeneratorArchitecture } from '../../../engine/networks/architecture.js';
import { buildNetwork } from '../../../engine/networks/build.js';
import { parameterCount } from '../../../engine/networks/parameters.js';
import { widen } from '../../benchmarks/widen.js';
import { planesFor } from '../backends/onEveryNetwork.js';
import { RESNET, weightsOf } from '../networks/samples.js';

const NARROW: Readonly<Record<string, GeneratorArchitecture>> = {
  'a ResNet': RESNET,
  'a ResNet with resize-convolution and reflection': {
    ...{ ...RESNET, upsampling: 'resize-convolution', padding: 'reflect' },
  },
  'a ResNet with instance norm': { ...RESNET, norm: 'instance', dropout: false },
  'a U-Net': { ...RESNET, name: 'unet_32' },
};

describe('a widened network', () => {
  let backend: Backend;
  before(async () => {
    backend = await openBackend('cpu');
  });
  after(() => backend.dispose());

  for (const [what, narrow] of Object.entries(NARROW))
    for (const noise of [0, 0.5])
      it(`computes what ${what} did, shares ${noise === 0 ? 'equal' : 'uneven'}`, async () => {
        const network = buildNetwork(narrow);
        const weights = weightsOf(network);
        const wide = widen(narrow, weights, { factor: 3, noise, seed: 1 });
        assert.equal(wide.architecture.filters, 3 * narrow.filters);
        assert.ok(parameterCount(wide.network) > 6 * parameterCount(network));
        for (const normalisation of ['tile', 'running'] as const) {
          const run = async (subject: typeof network, numbers: typeof weights): Promise<Planes> => {
            const options = { normalisation, precision: 'float32', tilePx: 32 } as const;
            const loaded = await backend.load(subject, numbers, options);
            const output = await loaded.run(planesFor(network));
            await loaded.dispose();
            return output;
          };
          const [before, after] = [await run(network, weights), await run(wide.network, wide.weights)];
          const difference = before.data.reduce(
            (most, value, i) => Math.max(most, Math.abs(value - after.data[i]!)),
            0,
          );
          assert.ok(difference <= 1e-4, `${normalisation}: differs by ${difference}`);
        }
      });

  it('is the same for the same seed, and another for another', () => {
    const weights = weightsOf(buildNetwork(RESNET));
    const of = (seed: number) => widen(RESNET, weights, { factor: 2, noise: 0.5, seed }).weights;
    assert.deepEqual(of(1), of(1));
    assert.notDeepEqual(of(1), of(2));
  });
});
