// Cost of the presets on this machine.

import assert from 'node:assert/strict';
import { presetEstimates } from '../../../../engine/training/run/presetEstimates.js';

describe('the presets for given data', () => {
  it('cost time by a measured step, and those that WebAssembly cannot hold say why', async () => {
    const images = { inputNames: ['ihc'], modalitiesNames: ['dapi'], segGen: true };
    const data = { images, tile: { width: 512, height: 512 }, samples: 100 };
    const { presets, backend } = await presetEstimates(data, 'wasm');
    assert.match(backend, /WebAssembly/);
    const [quick, small, full] = presets;
    // Limit of 20 samples, in 10 + 10 epochs and the reference's one more.
    assert.deepEqual([quick!.steps, small!.steps], [20 * 21, 100 * 61]);
    assert.deepEqual([quick!.tilePx, full!.tilePx], [256, 512]);
    assert.ok(quick!.secondsPerStep > 0 && quick!.secondsPerStep < small!.secondsPerStep);
    assert.equal(small!.isMeasured, false);
    assert.deepEqual([quick!.refusal, small!.refusal], [undefined, undefined]);
    assert.match(full!.refusal!, /^needs about \S+ GB of memory, and WebAssembly has 4\.3 GB$/);
  }).timeout(120_000);
});
