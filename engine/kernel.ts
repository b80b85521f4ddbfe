// Kernel of one notebook as a process: runs its cells, and exits when its channel closes, so that no notebook leaves an
// orphan.

import process from 'node:process';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node.js';
import { kernelHandlers } from './kernel/kernelHandlers.js';
import { serve } from './requests/connection.js';

if (process.send) {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  serve(connection, kernelHandlers());
  process.on('disconnect', () => process.exit());
} else {
  process.stderr.write('This is the kernel of notebooks, which the VS Code extension starts itself.\n');
  process.exitCode = 2;
}
