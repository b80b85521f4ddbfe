// Processes of plug-ins as the engine sees them: one call at a time, with its end told whatever happens. They get no
// settings and no secrets of this process, and keep it alive only while a call runs.

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { TOO_MUCH_MEMORY } from '../control/watchLimits.js';
import { callEnd, endOfOutput, keepAlive } from '../control/callEnd.js';
import { programFile } from '../files/programFile.js';
import type { Plugin } from '../protocol/plugins.js';
import type { CancelSignal } from '../protocol/progress.js';
import type { AnswerMessage, CallMessage, PluginTask } from './pluginMessages.js';

export type CallEnd =
  | { readonly end: 'answered'; readonly value: unknown }
  /** `what` completes the sentence "The measurement … <what>." */
  | { readonly end: 'failed'; readonly what: string; readonly output: string }
  | { readonly end: 'timeout' | 'memory'; readonly output: string }
  | { readonly end: 'died'; readonly how: string; readonly output: string }
  | { readonly end: 'cancelled' };

export interface PluginProcess {
  readonly isAlive: boolean;
  /** Never rejects. Kills the process if it is too late or cancelled. */
  ask(
    call: Omit<CallMessage, 'call'>,
    limits: { readonly timeoutMs: number; readonly signal?: CancelSignal | undefined },
  ): Promise<CallEnd>;
  /** Kills the process and waits until it has ended. */
  end(): Promise<void>;
}

/** Variables without which Node, or the system's libraries, do not work. */
const ENVIRONMENT = [
  'PATH',
  'SystemRoot',
  'windir',
  'TEMP',
  'TMP',
  'TMPDIR',
  'LANG',
  'LC_ALL',
  'TZ',
  'LD_LIBRARY_PATH',
  'DYLD_LIBRARY_PATH',
  'ELECTRON_RUN_AS_NODE',
];
const KEPT_CHARACTERS = 4000;
const SHOWN_CHARACTERS = 400;

export function startPluginProcess(
  plugin: Plugin,
  memoryMb: number,
  { probes = false }: Pick<PluginTask, 'probes'> = {},
): PluginProcess {
  const { folder, contributes } = plugin;
  const task: PluginTask = { module: join(folder, contributes.module!), folder, memoryMb, probes };
  const heap = `--max-old-space-size=${memoryMb}`;
  const child = spawn(process.execPath, [heap, programFile('pluginProcess'), JSON.stringify(task)], {
    cwd: folder,
    env: Object.fromEntries(
      ENVIRONMENT.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
    ),
    serialization: 'advanced',
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    windowsHide: true,
  });
  const output = keepOutput(child);
  /** End of the process in words, once it has ended. */
  let how: string | undefined;
  const ended = new Promise<void>((resolve) => {
    const end = (why: string) => {
      how ??= why;
      resolve();
    };
    child.on('error', (error) => end(error.message));
    // The output may end after the process: its last line says why.
    child.on('close', (code, killedBy) => end(killedBy ? `signal ${killedBy}` : `exit code ${code}`));
  });
  keepsAlive(child, false);
  let calls = 0;

  return {
    get isAlive() {
      return how === undefined && child.connected;
    },
    async ask(call, { timeoutMs, signal }) {
      const number = ++calls;
      keepsAlive(child, true);
      output.forget();
      const answer = new Promise<CallEnd>((resolve) => {
        child.on('message', (message: AnswerMessage) => {
          if (message.call !== number) return;
          if ('value' in message) resolve({ end: 'answered', value: message.value });
          else
            // Output comes through another pipe, and is read in the same turn of the event loop or the next.
            setImmediate(() =>
              setImmediate(() => resolve({ end: 'failed', what: failure(message), output: output.shown() })),
            );
        });
        void ended.then(() => resolve(deathOf(how!, output)));
        // A process that has ended tells itself.
        child.send({ call: number, ...call } satisfies CallMessage, () => undefined);
      });
      const stopped = callEnd(timeoutMs, signal);
      const first = await Promise.race([answer, stopped.promise]);
      stopped.clear();
      child.removeAllListeners('message');
      keepsAlive(child, false);
      if (typeof first === 'object') return first;
      await kill(child, ended);
      return first === 'cancelled' ? { end: 'cancelled' } : { end: 'timeout', output: output.shown() };
    },
    end: () => kill(child, ended),
  };
}

function failure({ failed, message, place }: Extract<AnswerMessage, { failed: unknown }>): string {
  const text = message.replace(/\s+/g, ' ').replace(/[.\s]+$/, '');
  const where = place === undefined ? '' : ` (${place})`;
  if (failed === 'export') return `has no function: ${text}`;
  return failed === 'module' ? `did not load: ${text}${where}` : `failed: ${text}${where}`;
}

function deathOf(how: string, output: KeptOutput): CallEnd {
  const shown = output.shown();
  return /JavaScript heap out of memory|Array buffer allocation failed/.test(output.all()) ||
    output.all().includes(TOO_MUCH_MEMORY)
    ? { end: 'memory', output: '' }
    : { end: 'died', how, output: shown };
}

async function kill(child: ChildProcess, ended: Promise<void>): Promise<void> {
  keepsAlive(child, true);
  child.kill('SIGKILL');
  await ended;
}

function keepsAlive(child: ChildProcess, keeps: boolean): void {
  keepAlive([child, child.channel, child.stdout, child.stderr], keeps);
}

interface KeptOutput {
  forget(): void;
  all(): string;
  /** The end, in one line. */
  shown(): string;
}

/** Reads what the process writes, so that it never waits for a reader, and keeps the end. */
function keepOutput({ stdout, stderr }: ChildProcess): KeptOutput {
  let kept = '';
  for (const stream of [stdout, stderr] as readonly Readable[]) {
    stream.setEncoding('utf8');
    stream.on('data', (text: string) => (kept = (kept + text).slice(-KEPT_CHARACTERS)));
    stream.on('error', () => undefined);
  }
  return {
    forget: () => void (kept = ''),
    all: () => kept,
    shown: () => endOfOutput(kept, SHOWN_CHARACTERS),
  };
}
