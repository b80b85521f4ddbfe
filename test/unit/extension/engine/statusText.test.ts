// The engine's health in words.

import assert from 'node:assert/strict';
import type { EngineState } from '../../../../extension/engine/engine.js';
import { statusText } from '../../../../extension/engine/statusText.js';

describe('the status of the engine', () => {
  const handshake = { protocolVersion: 1, engineVersion: '1.2.3', nodeVersion: '24.0.0', device: 'a laptop' };
  const backend = { id: 'onnx', description: 'onnxruntime 1.30 CPU', reason: 'the fastest here' } as const;
  const ready = (busy: number): EngineState => ({ name: 'ready', handshake, busy });

  it('turns while it works and while it starts, and only then', () => {
    assert.match(statusText(ready(1)).text, /~spin/);
    assert.match(statusText({ name: 'starting' }).text, /~spin/);
    assert.doesNotMatch(statusText(ready(0)).text, /~spin/);
  });

  it('names the versions, the machine and the backend with the reason', () => {
    const { text, tooltip } = statusText(ready(0), backend);
    assert.match(text, /DeepLIIF: onnx$/);
    assert.equal(
      tooltip,
      'DeepLIIF engine 1.2.3 on Node 24.0.0\na laptop\nonnxruntime 1.30 CPU (the fastest here)\nIt is waiting for work.',
    );
  });

  it('warns of a crash and alarms when the engine does not run', () => {
    const crashed = statusText({ name: 'crashed', how: 'exit code 1', restartInMs: 500 });
    const failed = statusText({ name: 'failed', how: 'it ended 6 times in a row' });
    assert.deepEqual([crashed.severity, failed.severity], ['warning', 'error']);
    assert.match(crashed.tooltip, /exit code 1/);
    assert.match(failed.tooltip, /6 times in a row/);
  });
});
