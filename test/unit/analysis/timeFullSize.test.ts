// Time of a full-size model, measured on a backend that does nothing.

import assert from 'node:assert/strict';
import { secondsPerFullTile } from '../../../engine/analysis/timeFullSize.js';
import type { Backend } from '../../../engine/backends/backend.js';

describe('the time of a full-size model', () => {
  const loaded: string[] = [];
  let runs = 0;
  let disposed = 0;
  const backend: Backend = {
    id: 'onnx',
    description: 'nothing',
    precisions: ['float32'],
    lanes: 2,
    load: (network, weights) => {
      loaded.push(`${network.title}, ${weights.size > 0 ? 'weights' : 'none'}`);
      return Promise.resolve({
        run: (input) => {
          runs++;
          return Promise.resolve(input);
        },
        dispose: () => Promise.resolve(void disposed++),
      });
    },
    dispose: () => Promise.resolve(),
  };

  it('is that of a ResNet and a U-Net of 64 filters, warmed up, as many at a time as the backend runs', async () => {
    assert.equal(await secondsPerFullTile(backend), 0);
    assert.deepEqual(
      loaded.map((one) => /^(ResNet|U-Net).*64 filters, weights$/.exec(one)?.[1]),
      ['ResNet', 'ResNet', 'U-Net', 'U-Net'],
    );
    assert.deepEqual([runs, disposed], [8, 4]);
  });

  it('is not measured once nobody waits for it', () =>
    assert.rejects(secondsPerFullTile(backend, { signal: AbortSignal.abort() }), { code: 'cancelled' }));
});
