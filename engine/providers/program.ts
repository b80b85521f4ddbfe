// Program of a plug-in, run as a process with its standard input and output as pipes of lines. It gets no settings and no
// secrets of this process. Everything that it may do wrong has an end here: silence, lines without end, floods of notes,
// children that it leaves behind.

import { spawn, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';
import { callEnd, endOfOutput, keepAlive } from '../control/callEnd.js';
import type { CancelSignal } from '../protocol/progress.js';

export interface ProgramToStart {
  /** Word that is looked up on the PATH, or a path within `folder` that begins with "./"; "node" is this engine's own Node. */
  readonly command: string;
  readonly args: readonly string[];
  /** Folder of the plug-in, in which it runs. */
  readonly folder: string;
}

export type LineEnd =
  | { readonly end: 'line'; readonly text: string }
  | { readonly end: 'long' | 'timeout' | 'cancelled' }
  | { readonly end: 'missing' }
  | { readonly end: 'died'; readonly how: string };

export interface LineLimits {
  readonly timeoutMs: number;
  readonly mostBytes: number;
  readonly signal?: CancelSignal | undefined;
}

export interface Program {
  readonly isAlive: boolean;
  write(line: string): void;
  /** Next line of its output that is not blank, or why there is none. Never rejects; one call at a time. */
  readLine(limits: LineLimits): Promise<LineEnd>;
  /** End of its notes (standard error) in one line, '' if it wrote none. */
  notes(): string;
  /** Closes its input, waits for the end, and kills what is left of it and of its children. */
  end(graceMs?: number): Promise<void>;
}

/** Variables that interpreters, their packages and GPUs need, but for those that hold secrets. */
const VARIABLES =
  /^(PATH|PATHEXT|HOME|USER|LANG|TZ|TEMP|TMP|TMPDIR|SYSTEMROOT|SYSTEMDRIVE|WINDIR|COMSPEC|USERPROFILE|APPDATA|LOCALAPPDATA|PROGRAMDATA|NUMBER_OF_PROCESSORS|VIRTUAL_ENV|JAVA_HOME|(LC|LD|DYLD|PYTHON|PYENV|CONDA|CUDA|NVIDIA|ROCR|HIP|OMP|MKL|OPENBLAS|PROCESSOR|TORCH|TF|KERAS|HF|XDG|JULIA|R)_.*|(PYTHON|LD|CUDA|CONDA)\w*)$/i;
const SECRETS = /TOKEN|KEY|SECRET|PASSW/i;
const KEPT_NOTES = 4000;
const SHOWN_NOTES = 500;
const GRACE_MS = 2000;
const NEWLINE = 0x0a;
const isWindows = process.platform === 'win32';

export function startProgram({ command, args, folder }: ProgramToStart): Program {
  const isNode = command === 'node';
  const child = spawn(isNode ? process.execPath : commandPath(command, folder), args, {
    cwd: folder,
    env: environment(isNode),
    stdio: 'pipe',
    detached: !isWindows, // a group of its own, which can be killed with all children
    windowsHide: true,
  });
  const { stdin, stdout, stderr } = child;
  let ended: LineEnd | undefined;
  const onExit = () => killTree(child);
  process.once('exit', onExit);
  const closed = new Promise<void>((resolve) => {
    const end = (why: LineEnd) => {
      ended ??= why;
      process.removeListener('exit', onExit);
      resolve();
    };
    child.on('error', (error: NodeJS.ErrnoException) =>
      end(error.code === 'ENOENT' ? { end: 'missing' } : { end: 'died', how: error.message }),
    );
    // The output may end after the process, and its last lines say why. A child that lives on keeps it open.
    child.on('close', (code, signal) => end(deathOf(code, signal)));
    child.on('exit', (code, signal) => setTimeout(() => end(deathOf(code, signal)), 200).unref());
  });
  stdin.on('error', () => undefined); // its end is told by `close`
  stdout.on('error', () => undefined);
  let notes = '';
  stderr.setEncoding('utf8').on('data', (text: string) => (notes = (notes + text).slice(-KEPT_NOTES)));
  stderr.on('error', () => undefined);

  let chunks: Buffer[] = [];
  let bytes = 0;
  let heard: (() => void) | undefined;
  stdout.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    stdout.pause();
    heard?.();
  });
  stdout.pause();
  keepsAlive(child, false);

  /** First line of what has been read; the rest is kept. */
  const takeLine = (): string | undefined => {
    const last = chunks.at(-1);
    if (!last?.includes(NEWLINE) && !(chunks.length > 1 && chunks[0]!.includes(NEWLINE))) return undefined;
    const all = Buffer.concat(chunks);
    const at = all.indexOf(NEWLINE);
    const rest = all.subarray(at + 1);
    chunks = rest.length > 0 ? [rest] : [];
    bytes = rest.length;
    return all.subarray(0, at).toString('utf8').trim();
  };

  return {
    get isAlive() {
      return ended === undefined;
    },
    write(line) {
      if (!ended) stdin.write(`${line}\n`);
    },
    async readLine({ timeoutMs, mostBytes, signal }) {
      keepsAlive(child, true);
      const stop = callEnd(timeoutMs, signal);
      const gone = closed.then(() => 'gone' as const);
      try {
        for (;;) {
          const line = takeLine();
          if (line !== undefined && line.length > mostBytes) return { end: 'long' };
          if (line) return { end: 'line', text: line };
          if (line === '') continue;
          if (bytes > mostBytes) return { end: 'long' };
          if (ended) return ended;
          const data = new Promise<'data'>((resolve) => (heard = () => resolve('data')));
          stdout.resume();
          const first = await Promise.race([data, gone, stop.promise]);
          stdout.pause();
          if (first === 'timeout' || first === 'cancelled') return { end: first };
        }
      } finally {
        heard = undefined;
        stop.clear();
        keepsAlive(child, false);
      }
    },
    notes: () => endOfOutput(notes, SHOWN_NOTES),
    async end(graceMs = GRACE_MS) {
      if (!ended) {
        keepsAlive(child, true);
        stdin.end();
        stdout.resume(); // or it could wait for a reader
        stdout.removeAllListeners('data');
        await Promise.race([closed, new Promise((resolve) => setTimeout(resolve, graceMs).unref())]);
      }
      killTree(child);
      await closed;
      for (const stream of [stdin, stdout, stderr]) stream.destroy();
    },
  };
}

function commandPath(command: string, folder: string): string {
  if (/^\.\.?[/\\]/.test(command)) return join(folder, command);
  return isWindows && command === 'python3' ? 'python' : command;
}

function environment(isNode: boolean): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(([name]) => VARIABLES.test(name) && !SECRETS.test(name));
  return {
    ...Object.fromEntries(kept),
    // Messages must not wait in a buffer of Python, nor depend on the language of Windows.
    PYTHONUNBUFFERED: '1',
    PYTHONIOENCODING: 'utf-8',
    ...(isNode ? { ELECTRON_RUN_AS_NODE: '1' } : {}),
  };
}

function deathOf(code: number | null, signal: NodeJS.Signals | null): LineEnd {
  return { end: 'died', how: signal === null ? `exit code ${code}` : `signal ${signal}` };
}

function killTree(child: ChildProcess): void {
  if (child.pid === undefined) return;
  if (isWindows) {
    spawn('taskkill', ['/pid', String(child.pid), '/T', '/F'], { stdio: 'ignore', windowsHide: true }).on(
      'error',
      () => child.kill('SIGKILL'),
    );
    return;
  }
  try {
    process.kill(-child.pid, 'SIGKILL');
  } catch {
    child.kill('SIGKILL'); // the group has ended
  }
}

function keepsAlive(child: ChildProcess, keeps: boolean): void {
  keepAlive([child, child.stdin, child.stdout, child.stderr], keeps);
}
