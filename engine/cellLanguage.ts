// Language service of notebook cells as a process: one for a window. It exits when its channel closes.

import process from 'node:process';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node.js';
import { cellLanguageHandlers } from './cellLanguage/cellLanguageHandlers.js';
import { serve } from './requests/connection.js';

if (process.send) {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  serve(connection, cellLanguageHandlers());
  process.on('disconnect', () => process.exit());
} else {
  process.stderr.write(
    'This is the language service of notebooks, which the VS Code extension starts itself.\n',
  );
  process.exitCode = 2;
}
