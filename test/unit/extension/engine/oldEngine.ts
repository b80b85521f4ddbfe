// An engine of another version, left over from an earlier installation.

import { createMessageConnection, IPCMessageReader, IPCMessageWriter } from 'vscode-jsonrpc/node.js';

const connection = createMessageConnection(new IPCMessageReader(process), new IPCMessageWriter(process));
connection.onRequest('engine/handshake', () => ({ protocolVersion: 0 }));
connection.listen();
process.on('disconnect', () => process.exit(0));
