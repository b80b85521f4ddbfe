// The backends as a user chooses among them.

import assert from 'node:assert/strict';
import { backendIds } from '../../../../engine/backends/openBackend.js';
import type { BackendId, ListedBackend } from '../../../../engine/protocol/backends.js';
import { backendChoices, backendNames } from '../../../../extension/engine/backendChoices.js';

const working = (id: BackendId, secondsPerFullTile?: number, pass = true): ListedBackend => ({
  id,
  available: true,
  description: `${id} here`,
  precisions: ['float32'],
  notices: [],
  test: {
    pass,
    largestDifferenceLevels: 1,
    equalShare: pass ? 0.9996 : 0.5,
    secondsPerTile: secondsPerFullTile === undefined ? 30 : 0.5,
    ...(secondsPerFullTile === undefined ? {} : { secondsPerFullTile }),
  },
});
const TESTED: readonly ListedBackend[] = [
  working('onnx', 6.5),
  { id: 'onnx-webgpu', available: false, reason: 'There is no GPU adapter.' },
  working('tensorflow', 1, false),
  { id: 'webgpu', available: false, reason: 'There is no GPU adapter.' },
  working('wasm', 22.6),
  working('cpu'),
];
const ALL = ['auto', ...backendIds()];

describe('the choice of a backend', () => {
  const choices = backendChoices(TESTED, 'wasm');
  const choice = (id: BackendId) => choices.find((one) => one.id === id)!;

  it('names exactly the backends of the engine', () =>
    assert.deepEqual(Object.keys(backendNames()), backendIds()));

  it('is there at once, in an order that stays while the tests fill it in', () => {
    for (let tested = 0; tested <= TESTED.length; tested++)
      assert.deepEqual(
        backendChoices(TESTED.slice(0, tested), 'auto').map(({ id }) => id),
        ALL,
      );
    assert.match(backendChoices([], 'auto')[1]!.description, /waits/);
  });

  it('says how fast and how right each is, and marks the fastest that works', () => {
    assert.match(choice('onnx').label, /CPU \(onnxruntime\)/);
    assert.equal(choice('onnx').description, '6.5 s per full-size tile · $(star-full) the fastest here');
    assert.equal(choice('wasm').description, '23 s per full-size tile');
    assert.equal(choice('cpu').description, 'minutes per full-size tile');
    assert.match(choice('onnx').detail, /99\.96 %/);
    assert.match(choice('auto').description, /CPU \(onnxruntime\)/);
  });

  it('marks the one that is set', () =>
    assert.deepEqual(
      choices.filter(({ label }) => label.startsWith('$(check)')).map(({ id }) => id),
      ['wasm'],
    ));

  it('has a reason against what is missing or computes wrongly', () => {
    assert.equal(choice('webgpu').objection, 'There is no GPU adapter.');
    assert.match(choice('tensorflow').objection!, /wrongly.*50\.0 %/);
  });

  it('says so if nothing works', () => {
    const none = backendIds().map((id) => ({ id, available: false as const, reason: 'No.' }));
    assert.match(backendChoices(none, 'auto')[0]!.detail, /^Nothing works here/);
  });
});
