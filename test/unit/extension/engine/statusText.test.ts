// The model in use and the engine's health in words.

import assert from 'node:assert/strict';
import type { EngineState } from '../../../../extension/engine/engine.js';
import { statusText } from '../../../../extension/engine/statusText.js';

describe('the status of the engine', () => {
  const handshake = { protocolVersion: 1, engineVersion: '1.2.3', nodeVersion: '24.0.0', device: 'a laptop' };
  const backend = { id: 'onnx', description: 'onnxruntime 1.30 CPU', reason: 'the fastest here' } as const;
  const demo = { title: 'DeepLIIF tiny (demo)', demo: true };
  const ready = (busy: number): EngineState => ({ name: 'ready', handshake, busy });

  it('turns while it works and while it starts, and only then', () => {
    assert.match(statusText(ready(1), demo).text, /~spin/);
    assert.match(statusText({ name: 'starting' }, demo).text, /~spin/);
    assert.doesNotMatch(statusText(ready(0), demo).text, /~spin/);
  });

  it('names the model, the versions, the machine and the backend with the reason', () => {
    const { text, tooltip } = statusText(ready(0), { title: 'My-Model', demo: false }, backend);
    assert.match(text, /DeepLIIF: My-Model$/);
    assert.equal(
      tooltip,
      'Model: My-Model\nDeepLIIF engine 1.2.3 on Node 24.0.0\na laptop\nonnxruntime 1.30 CPU (the fastest here)\n' +
        'It is waiting for work.\nClick for a menu.',
    );
  });

  it('says "demo" for a model whose scores are no results, and shortens long titles', () => {
    const { text, tooltip } = statusText(ready(0), demo);
    assert.equal(text, '$(check) DeepLIIF: demo');
    assert.match(tooltip, /no score of it is a result/);
    const long = statusText(ready(0), { title: 'A'.repeat(60), demo: false });
    assert.equal(long.text.length, '$(check) DeepLIIF: '.length + 28);
  });

  it('warns of a crash and alarms when the engine does not run', () => {
    const crashed = statusText({ name: 'crashed', how: 'exit code 1', restartInMs: 500 }, demo);
    const failed = statusText({ name: 'failed', how: 'it ended 6 times in a row' }, demo);
    assert.deepEqual([crashed.severity, failed.severity], ['warning', 'error']);
    assert.match(crashed.tooltip, /exit code 1/);
    assert.match(failed.tooltip, /6 times in a row/);
  });
});
