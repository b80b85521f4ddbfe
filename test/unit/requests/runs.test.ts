// Requests about runs that are answered without a training process.

import assert from 'node:assert/strict';
import { runResume } from '../../../engine/requests/runs.js';

describe('a request to resume a run', () => {
  it('is refused for a backend that cannot train, before a process is started', () =>
    assert.rejects(runResume({ folder: '/nowhere', backend: 'onnx' }, {}), {
      code: 'usage',
      message: /No backend "onnx" can train; expected is one of tensorflow/,
    }));
});
