// Stands for a VS Code window: starts the real engine, prints its process id, and waits to be killed.

import { startProcess } from '../../../../extension/engine/process.js';
import { realEngine } from './scripts.js';

const silent = { info: () => undefined, warn: () => undefined };
const engine = startProcess(realEngine, silent);
await engine.connection.request('engine/handshake', {});
process.send!(engine.pid);
