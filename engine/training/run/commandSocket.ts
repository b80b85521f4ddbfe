// The control socket of a process that trains: it takes commands to stop, pause, continue, write a checkpoint or change
// learning rates, a line of JSON in, a line out. It listens while the training sleeps, and between the networks of a step.

import { chmod, rm } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { asError, EngineError } from '../../protocol/errors.js';
import { runCommand, type RunAnswer, type RunCommand } from '../../protocol/runCommands.js';
import { newSocket } from '../../reading/socketPlace.js';

export interface CommandSocket {
  readonly path: string;
  close(): Promise<void>;
}

const MOST_CHARACTERS = 64 * 1024;
/** Time after which a silent connection counts as gone. */
const IDLE_MS = 60_000;

/**
 * @param take receives each command; an EngineError that it throws is the answer
 * @throws EngineError `output-unwritable` if no socket can be made
 */
export async function listenForCommands(take: (command: RunCommand) => void): Promise<CommandSocket> {
  const path = await newSocket();
  const open = new Set<Socket>();
  const server = createServer((socket) => {
    open.add(socket);
    socket.on('close', () => open.delete(socket));
    converse(socket, take);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(path, resolve);
  }).catch((error: unknown) => {
    throw new EngineError(
      'output-unwritable',
      `The run cannot be controlled: ${path} does not open (${asError(error).message}). Set TMPDIR to a folder on a local disk.`,
      { cause: error },
    );
  });
  if (process.platform !== 'win32') await chmod(path, 0o600);
  return {
    path,
    close: async () => {
      for (const socket of open) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
      if (process.platform !== 'win32') await rm(path, { force: true });
    },
  };
}

function converse(socket: Socket, take: (command: RunCommand) => void): void {
  let heard = '';
  socket.setEncoding('utf8');
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.on('error', () => socket.destroy()); // the other end has closed; its commands stay valid
  socket.on('data', (text: string) => {
    heard += text;
    for (let end = heard.indexOf('\n'); end >= 0; end = heard.indexOf('\n')) {
      const answer = answerTo(heard.slice(0, end), take);
      socket.write(`${JSON.stringify(answer)}\n`);
      heard = heard.slice(end + 1);
    }
    if (heard.length > MOST_CHARACTERS) socket.destroy();
  });
}

function answerTo(line: string, take: (command: RunCommand) => void): RunAnswer {
  try {
    take(runCommand(JSON.parse(line), 'command'));
    return { ok: true };
  } catch (error) {
    if (error instanceof EngineError) return { ok: false, message: error.message };
    if (error instanceof SyntaxError) return { ok: false, message: 'A command is one line of JSON.' };
    throw error;
  }
}
