// The engine as a process: opens the channel to the process that forked it, connects requests to functions, and exits
// when the channel closes, so that no window leaves an orphan. A defect outside a request ends it with Node's exit
// code.

import { setTimeout as sleep } from 'node:timers/promises';
import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node.js';
import { EXIT_CODES, EXIT_OK } from './cli/exitCodes.js';
import { serve } from './requests/connection.js';
import { handlers } from './requests/handlers.js';

/** Time that requests have to clean up after the channel has closed. */
const GRACE_MS = 10_000;

if (process.send) {
  const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
  const service = serve(connection, handlers);
  process.on('disconnect', () => {
    void Promise.race([service.cancelAll(), sleep(GRACE_MS)]).then(() => process.exit(EXIT_OK));
  });
} else {
  process.stderr.write(
    'This is the engine of the VS Code extension, which starts it itself. Run "deepliif" instead.\n',
  );
  process.exitCode = EXIT_CODES.usage;
}
