// The backends as a user chooses among them.

import assert from 'node:assert/strict';
import type { BackendId, ListedBackend } from '../../../../engine/protocol/backends.js';
import { backendChoices } from '../../../../extension/engine/backendChoices.js';

const working = (id: BackendId, secondsPerTile: number, pass = true): ListedBackend => ({
  id,
  available: true,
  description: `${id} here`,
  precisions: ['float32'],
  notices: [],
  test: { pass, largestDifferenceLevels: 1, equalShare: pass ? 0.9996 : 0.5, secondsPerTile },
});
const BACKENDS: readonly ListedBackend[] = [
  working('wasm', 2),
  { id: 'webgpu', available: false, reason: 'There is no GPU adapter.' },
  working('onnx', 0.6),
  working('cpu', 0.1, false),
];

describe('the choice of a backend', () => {
  const choices = backendChoices(BACKENDS, 'wasm');

  it('has the automatic one first, then the fastest that works, last what does not', () =>
    assert.deepEqual(
      choices.map(({ id }) => id),
      ['auto', 'onnx', 'wasm', 'webgpu', 'cpu'],
    ));

  it('says how fast and how right each is', () => {
    assert.match(choices[1]!.description, /^0\.6 s per tile · onnx here/);
    assert.match(choices[1]!.detail, /99\.96 %/);
    assert.match(choices[0]!.detail, /onnx/);
  });

  it('marks the one that is set', () =>
    assert.deepEqual(
      choices.filter(({ label }) => label.startsWith('$(check)')).map(({ id }) => id),
      ['wasm'],
    ));

  it('has a reason against what is missing or computes wrongly', () => {
    assert.equal(choices[3]!.objection, 'There is no GPU adapter.');
    assert.match(choices[4]!.objection!, /wrongly.*50\.0 %/);
  });

  it('is there when nothing works', () =>
    assert.equal(backendChoices([], 'auto')[0]!.detail, 'Nothing works here.'));
});
