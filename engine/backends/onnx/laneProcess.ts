// A lane in a process of its own, for ONNX files from elsewhere: native code that runs for ever, needs too much memory or
// crashes is killed with its process, which a thread does not allow.

import { spawn } from 'node:child_process';
import { totalmem } from 'node:os';
import { fileURLToPath } from 'node:url';
import { laneTo, type Lane } from './lane.js';
import type { LaneSettings, NumberedAnswer } from './laneMessages.js';

/** Share of the machine's memory that the process may use, and the least that every network gets. */
const MEMORY_SHARE = 0.75;
const LEAST_MB = 2048;

export function startLaneProcess(settings: Pick<LaneSettings, 'provider' | 'threads'>): Lane {
  const memoryMb = Math.max(LEAST_MB, Math.round((MEMORY_SHARE * totalmem()) / 2 ** 20));
  const program = fileURLToPath(new URL('./onnxLane.js', import.meta.url));
  const task = JSON.stringify({ ...settings, memoryMb } satisfies LaneSettings);
  const child = spawn(process.execPath, [program, task], {
    // The executable inside VS Code is Electron, which runs as Node only with this variable.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1', NODE_OPTIONS: '' },
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    windowsHide: true,
  });
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve()); // it may not have started
  });
  return laneTo({
    // A process that has ended tells itself.
    post: (message) => void child.send(message, () => undefined),
    keepAlive(keeps) {
      if (keeps) {
        child.ref();
        child.channel?.ref();
      } else {
        child.unref();
        child.channel?.unref();
      }
    },
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
    listen(received, end) {
      child.on('message', (message) => received(message as NumberedAnswer)); // onnxLane's own
      child.on('error', (error) => end(error.message, error));
      child.on('exit', (code, signal) => end(signal === null ? `exit code ${code}` : `signal ${signal}`));
    },
  });
}
