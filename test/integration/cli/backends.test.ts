// `deepliif backends` as a user meets it.

import assert from 'node:assert/strict';
import { deepliif } from './deepliif.js';

describe('deepliif backends', () => {
  interface Listed {
    readonly id: string;
    readonly available: boolean;
    readonly test?: { readonly pass: boolean };
  }
  const backends = async (...args: readonly string[]) => {
    const { code, stdout, stderr } = await deepliif('backends', '--json', ...args);
    assert.equal(code, 0, stderr);
    return (JSON.parse(stdout) as { readonly backends: readonly Listed[] }).backends;
  };

  it('lists every backend', async () => {
    const listed = await backends('--no-self-test');
    assert.deepEqual(
      listed.map(({ id }) => id),
      ['onnx', 'onnx-webgpu', 'tensorflow', 'webgpu', 'wasm', 'cpu'],
    );
    assert.ok(listed.find(({ id }) => id === 'onnx')!.available);
  });

  // Plain JavaScript takes minutes for the tile.
  for (const id of ['onnx', 'wasm'])
    it(`tests whether ${id} computes what came with the bundled model`, async () =>
      assert.deepEqual(
        (await backends('--only', id)).map(({ test }) => test?.pass),
        [true],
      ));
});
