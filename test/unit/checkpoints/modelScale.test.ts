// The size of the pixels that a model was trained on.

import assert from 'node:assert/strict';
import { modelScale } from '../../../engine/checkpoints/modelScale.js';
import { DEFAULT_MODEL, openModelFolder } from '../../../engine/analysis/openAnalyser.js';

describe('the size of the pixels of a model', () => {
  it('is what its manifest says, else that of its kind', async () => {
    const { manifest } = await openModelFolder(DEFAULT_MODEL);
    const { mpp: _, ...silent } = manifest;
    assert.deepEqual(modelScale({ ...manifest, mpp: 0.5 }), { tilePx: 512, mpp: 0.5 });
    for (const kind of ['DeepLIIF', 'DeepLIIFExt', 'DeepLIIFKD'])
      assert.deepEqual(modelScale({ ...silent, kind }), { tilePx: 512, mpp: 0.25, isMppOfKind: true });
    for (const kind of ['SDG', 'CycleGAN', 'unheard-of'])
      assert.deepEqual(modelScale({ ...silent, kind }), { tilePx: 512 });
  });
});
