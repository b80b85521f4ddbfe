// Starts a program of the engine in a process of its own, which outlives the one that asks for it, its terminal and its
// window. The process gets its task as one message and answers with one message once it has begun, or why it did not.

import { spawn, type ChildProcess } from 'node:child_process';
import { open, readFile, stat } from 'node:fs/promises';
import { programFile } from '../files/programFile.js';
import { unwritable } from '../files/unwritable.js';
import { EngineError, type EngineErrorCode } from '../protocol/errors.js';
import type { CancelSignal } from '../protocol/progress.js';

/** Message of the process to its parent, once. */
export interface BeginningMessage {
  /** Folder that it works on, once it has begun. */
  readonly begun?: string;
  /** Reason of a failure; one without a code is a defect. */
  readonly failed?: { readonly code?: EngineErrorCode; readonly message: string };
}

export interface ProcessToStart {
  /** Name of the program's file, without ending. */
  readonly program: string;
  /** Its first message. */
  readonly task: object;
  /** File that gets its output. */
  readonly log: string;
  /** The process hears when this one ends: their connection stays. It does not keep this one alive. */
  readonly staysConnected?: boolean | undefined;
  /** Words for errors: "The <what> ended (exit code 1) before <began>. <advice>" */
  readonly words: { readonly what: string; readonly began: string; readonly advice: string };
}

export interface StartedProcess {
  readonly begun: string;
  readonly pid: number;
}

const LAST_CHARACTERS = 2000;

/** @throws EngineError the reason why it did not begin, `output-unwritable` for its log */
export async function startProcess(
  start: ProcessToStart,
  signal: CancelSignal = { aborted: false },
): Promise<StartedProcess> {
  const file = await open(start.log, 'a').catch((error: unknown) => {
    throw unwritable(start.log, error);
  });
  try {
    const child = spawn(process.execPath, [programFile(start.program)], {
      detached: true, // a session of its own: hanging up does not reach it
      stdio: ['ignore', file.fd, file.fd, 'ipc'],
      serialization: 'advanced',
      windowsHide: true,
    });
    const begun = await beginning(child, start, signal);
    if (child.connected && !start.staysConnected) child.disconnect();
    child.channel?.unref();
    child.unref();
    return { begun, pid: child.pid! };
  } finally {
    await file.close();
  }
}

function beginning(
  child: ChildProcess,
  { task, log, words }: ProcessToStart,
  signal: CancelSignal,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const cancel = () => child.kill();
    const abort = signal instanceof AbortSignal ? signal : undefined;
    const settle = () => abort?.removeEventListener('abort', cancel);
    abort?.addEventListener('abort', cancel);
    if (signal.aborted) cancel();
    child.on('error', (error) => {
      settle();
      reject(new EngineError('backend-unavailable', `No process can be started: ${error.message}.`));
    });
    child.on('message', ({ begun, failed }: BeginningMessage) => {
      settle();
      if (begun !== undefined) resolve(begun);
      else reject(failed?.code ? new EngineError(failed.code, failed.message) : new Error(failed?.message));
    });
    child.on('exit', (code, killedBy) => {
      settle();
      if (signal.aborted)
        return reject(new EngineError('cancelled', `It was cancelled before ${words.began}.`));
      const how = killedBy ? `signal ${killedBy}` : `exit code ${code}`;
      void endOf(log).then((output) =>
        reject(
          new EngineError(
            'backend-unavailable',
            `The ${words.what} ended (${how}) before ${words.began}. ${words.advice} Its last output:\n${output}`,
          ),
        ),
      );
    });
    child.send(task, (error) => {
      // An exit follows, which says more.
      if (error) settle();
    });
  });
}

async function endOf(log: string): Promise<string> {
  const { size } = await stat(log).catch(() => ({ size: 0 }));
  return size > 0 ? (await readFile(log, 'utf8').catch(() => '')).slice(-LAST_CHARACTERS).trim() : '(none)';
}
