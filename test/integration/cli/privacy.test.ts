// No telemetry is sent: onnxruntime would send some, which a log in the temporary folder shows.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { TOY_MODEL } from '../../toyModel.js';
import { CLI, namesIn, ON_ONNX, temporaryFolder } from './deepliif.js';

describe('an analysis', () => {
  const folder = temporaryFolder();

  it("does not start onnxruntime's telemetry", async () => {
    const env = { ...process.env, TMPDIR: folder.path, ORT_DISABLE_TELEMETRY: '' };
    const { status } = spawnSync(process.execPath, [CLI, 'model', 'test', TOY_MODEL, ...ON_ONNX], {
      env,
    });
    assert.equal(status, 0);
    assert.deepEqual(await namesIn(folder.path), []);
  });
});
