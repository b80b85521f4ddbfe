// Self-test of a slow backend in a process of its own: a backend that computes on the main thread hears no signal, so only its
// process can be stopped.

import { spawn } from 'node:child_process';
import type { BackendId } from '../backends/backend.js';
import { orCancelled, throwIfCancelled } from '../control/cancel.js';
import type { BackendTest, ListedBackend } from '../protocol/backends.js';
import type { Control } from '../protocol/progress.js';

/** Flag of `deepliif backends` by which the other process knows that it is that one. */
export const IN_PROCESS = '--in-process';

/**
 * Result of the test; undefined if it takes longer than the limit. The process is killed then, and if the signal aborts.
 *
 * @param program path of the command line's program
 * @throws EngineError `cancelled`
 */
export async function slowSelfTest(
  id: BackendId,
  limitMs: number,
  control: Control = {},
  program = process.argv[1]!,
): Promise<BackendTest | undefined> {
  throwIfCancelled(control);
  const args = [...process.execArgv, program, 'backends', '--only', id, '--json', IN_PROCESS];
  const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = () => child.kill('SIGKILL');
  let isTooSlow = false;
  const timer = setTimeout(() => {
    isTooSlow = true;
    kill();
  }, limitMs);
  const [output, complaints] = [collected(child.stdout), collected(child.stderr)];
  const ended = new Promise<string>((resolve) => {
    child.once('error', ({ message }) => resolve(message));
    child.once('close', (code, signal) => resolve(`The process of the test ended by ${signal ?? code}.`));
  });
  try {
    const failure = await orCancelled(ended, control);
    return isTooSlow ? undefined : (testIn(output()) ?? failedTest(`${failure} ${complaints()}`.trim()));
  } finally {
    clearTimeout(timer);
    kill();
  }
}

function collected(stream: NodeJS.ReadableStream): () => string {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => pieces.push(piece));
  return () => Buffer.concat(pieces).toString('utf8');
}

/** Test in the document that the other process prints; undefined if it printed none. */
function testIn(output: string): BackendTest | undefined {
  try {
    const { backends } = JSON.parse(output) as { readonly backends: readonly ListedBackend[] };
    const [listed] = backends;
    return listed?.available ? listed.test : undefined;
  } catch {
    return undefined;
  }
}

function failedTest(error: string): BackendTest {
  return { pass: false, largestDifferenceLevels: 255, equalShare: 0, secondsPerTile: 0, error };
}
