// The size of the pixels that a model was trained on.

import assert from 'node:assert/strict';
import { modelScale } from '../../../engine/checkpoints/modelScale.js';

describe('the size of the pixels of a model', () => {
  it('is what its manifest says', () =>
    assert.deepEqual(modelScale({ kind: 'DeepLIIF', tilePx: 512, mpp: 0.5 }), { tilePx: 512, mpp: 0.5 }));

  it('else is that of 40x for kinds that are trained on it, and unknown for others', () => {
    for (const kind of ['DeepLIIF', 'DeepLIIFExt', 'DeepLIIFKD'])
      assert.deepEqual(modelScale({ kind, tilePx: 512 }), { tilePx: 512, mpp: 0.25, isMppOfKind: true });
    for (const kind of ['SDG', 'CycleGAN', 'unheard-of'])
      assert.deepEqual(modelScale({ kind, tilePx: 512 }), { tilePx: 512 });
  });
});
