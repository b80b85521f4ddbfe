// JSON-RPC 2.0 with a program, a message per line: calls one after the other, and every way in which a call may fail as a
// sentence that names the model and its plug-in and says what its author or user can do.

import { quoted } from '../files/fileBytes.js';
import { EngineError } from '../protocol/errors.js';
import type { CancelSignal } from '../protocol/progress.js';
import { either, stored, text, whole } from '../protocol/shape.js';
import { startProgram, type LineEnd, type Program, type ProgramToStart } from './program.js';

export interface CallLimits {
  readonly timeoutMs: number;
  /** Length of the answer. */
  readonly mostBytes: number;
  readonly signal?: CancelSignal | undefined;
}

export interface RpcProgram {
  readonly isAlive: boolean;
  /**
   * Result of a call. After any failure but an error that the program itself reports, it is killed.
   * @throws EngineError `plugin-failed`, `cancelled`; ProgramDied if it ended by itself
   */
  call(method: string, params: object, limits: CallLimits): Promise<unknown>;
  /** Notification `shutdown`, then the end. */
  end(): Promise<void>;
}

/** The program ended by itself in the middle of a call: it may be started again. */
export class ProgramDied extends EngineError {}

const answer = stored(
  { id: either(whole(0), text({ most: 100 })) },
  { error: stored({ message: text({ most: 100_000 }) }), result: (value: unknown) => value },
);

const INSTALLS: Readonly<Record<string, string>> = {
  python3: 'Install Python 3 (https://www.python.org/downloads) so that a terminal finds it as "python3"',
  python: 'Install Python 3 (https://www.python.org/downloads) so that a terminal finds it as "python"',
  Rscript: 'Install R (https://cran.r-project.org) so that a terminal finds "Rscript"',
  java: 'Install Java (https://adoptium.net) so that a terminal finds "java"',
};

/** `who`: subject of the sentences, 'The model "Otsu" of the plug-in Classical 1.0.0'. */
export function startRpcProgram(start: ProgramToStart, who: string): RpcProgram {
  const program = startProgram(start);
  let calls = 0;

  /** Kills the program and gives the error that `what` completes. */
  const failed = async (what: string): Promise<EngineError> => {
    await program.end(0);
    return new EngineError('plugin-failed', `${who} ${what}.${notesOf(program)}`);
  };
  const noLine = async (line: Exclude<LineEnd, { end: 'line' }>, method: string, limits: CallLimits) => {
    switch (line.end) {
      case 'cancelled':
        await program.end(0);
        throw new EngineError('cancelled', 'Cancelled. Nothing was left behind.');
      case 'missing':
        throw new EngineError(
          'plugin-failed',
          `${who} needs the program "${start.command}", which was not found. ` +
            `${INSTALLS[start.command] ?? 'Install it as the plug-in describes, so that a terminal finds it'}, and start again.`,
        );
      case 'died':
        await program.end(0);
        throw new ProgramDied(
          'plugin-failed',
          `${who} ended in the middle of "${method}" (${line.how}).${notesOf(program) || ' It wrote no notes to standard error.'}`,
        );
      case 'timeout':
        throw await failed(
          `did not answer "${method}" within ${limits.timeoutMs / 1000} s and was stopped. Try again when the machine has ` +
            'less to do; its author can ask for smaller tiles (tilePx)',
        );
      case 'long':
        throw await failed(
          `answered "${method}" with a line of more than ${limits.mostBytes.toLocaleString('en')} bytes and was stopped`,
        );
    }
  };

  return {
    get isAlive() {
      return program.isAlive;
    },
    async call(method, params, limits) {
      const id = ++calls;
      program.write(JSON.stringify({ jsonrpc: '2.0', id, method, params }));
      const line = await program.readLine(limits);
      if (line.end !== 'line') return noLine(line, method, limits);
      const message = await parsed(line.text).catch(async () => {
        throw await failed(
          `wrote ${quoted(line.text)} to standard output, which is for messages of JSON-RPC only. Its author must write ` +
            'notes to standard error (in Python: print(…, file=sys.stderr))',
        );
      });
      if (message.id !== id)
        throw await failed(`answered call ${JSON.stringify(message.id)}, and call ${id} was asked`);
      if (message.error)
        throw new EngineError(
          'plugin-failed',
          `${who} reports: ${oneLine(message.error.message)}${notesOf(program)}`,
        );
      return message.result;
    },
    async end() {
      if (program.isAlive) program.write(JSON.stringify({ jsonrpc: '2.0', method: 'shutdown' }));
      await program.end();
    },
  };
}

function parsed(line: string): Promise<ReturnType<typeof answer>> {
  // A promise, so that both bad JSON and a wrong form are one rejection.
  return Promise.resolve().then(() => answer(JSON.parse(line), 'the answer'));
}

function notesOf(program: Program): string {
  const notes = program.notes();
  return notes === '' ? '' : ` Its last notes: ${notes}`;
}

function oneLine(message: string): string {
  const line = message.replace(/[\s\p{Cc}]+/gu, ' ').trim();
  return line.length > 500 ? `${line.slice(0, 500)}…` : line;
}
