// Engine process: started by fork, watched, ended without leaving an orphan.

import { fork } from 'node:child_process';
import type { Writable } from 'node:stream';
import type { Progress } from '../../engine/protocol/progress.js';
import type { EngineRequests } from '../../engine/protocol/requests.js';
import type { RequestTable } from '../../engine/protocol/requestTable.js';
import { l10n } from '../workbench/l10n.js';
import { connect, type EngineConnection } from './connection.js';

/** Log of an engine's output, starts and ends; VS Code's LogOutputChannel is one. */
export interface EngineLog {
  info(message: string): void;
  warn(message: string): void;
}

export interface EngineProcess<T extends RequestTable<T> = EngineRequests, Report = Progress> {
  readonly pid: number | undefined;
  readonly connection: EngineConnection<T, Report>;
  /** Pipe to the process, if one was requested. */
  readonly pipe: Writable | undefined;
  /** Resolves with how it ended, in words: "exit code 1", "signal SIGKILL". */
  readonly ended: Promise<string>;
  /** Closes the channel, whereupon the engine cleans up and exits; kills it if that takes longer. */
  stop(graceMs?: number): Promise<void>;
}

export interface ProcessOptions {
  /** Variables that its environment has beside ours. */
  readonly variables?: Readonly<Record<string, string>>;
  /** Default: ours. */
  readonly folder?: string;
  readonly nodeOptions?: readonly string[];
  /** Number, among its files, of a pipe to the process: 4. Default: no pipe. */
  readonly pipe?: number;
}

/** Cancelling takes an engine as long as its current tile or network. */
const GRACE_MS = 10_000;

/** Forks an entry script of the engine. A failed start resolves `ended` and rejects the requests. */
export function startProcess<T extends RequestTable<T> = EngineRequests, Report = Progress>(
  script: string,
  log: EngineLog,
  { variables = {}, folder, nodeOptions = [], pipe }: ProcessOptions = {},
): EngineProcess<T, Report> {
  const child = fork(script, [], {
    execPath: process.execPath, // VS Code's own Node
    env: { ...environment(process.versions.electron), ...variables },
    ...(folder === undefined ? {} : { cwd: folder }),
    // The extension host's own flags stay out: its --inspect would claim the same port.
    execArgv: [...nodeOptions],
    // Typed arrays travel as they are; with JSON a Uint8Array silently becomes {"0":1,…}.
    serialization: 'advanced',
    // Its output goes to the log instead of the extension host's.
    stdio: ['pipe', 'pipe', 'pipe', 'ipc', ...(pipe === undefined ? [] : ['pipe' as const])],
  });
  const connection = connect<T, Report>(child);
  child.stdout?.setEncoding('utf8').on('data', (text: string) => log.info(text.trimEnd()));
  child.stderr?.setEncoding('utf8').on('data', (text: string) => log.warn(text.trimEnd()));

  const ended = new Promise<string>((resolve) => {
    const end = (how: string) => {
      connection.close(l10n.t('The DeepLIIF engine ended ({0}) before it answered.', how));
      resolve(how);
    };
    child.on('exit', (code, signal) =>
      end(signal ? l10n.t('signal {0}', signal) : l10n.t('exit code {0}', code ?? '?')),
    );
    child.on('error', (error) => {
      log.warn(`Engine process: ${error.message}`);
      // Also emitted for a failed message or kill; without a pid nothing was started, so nothing will exit.
      if (child.pid === undefined) end(error.message);
    });
  });

  return {
    pid: child.pid,
    connection,
    pipe: pipe === undefined ? undefined : (child.stdio[pipe] as Writable | undefined),
    ended,
    stop: async (graceMs = GRACE_MS) => {
      connection.close(l10n.t('The DeepLIIF engine was stopped before it answered.'));
      if (child.connected) child.disconnect();
      if (pipe !== undefined) (child.stdio[pipe] as Writable | undefined)?.end();
      const kill = setTimeout(() => child.kill('SIGKILL'), graceMs);
      await ended;
      clearTimeout(kill);
    },
  };
}

/**
 * Environment of the process. On a desktop VS Code's Node is Electron, which runs as Node only with
 * ELECTRON_RUN_AS_NODE.
 */
export function environment(electron: string | undefined): NodeJS.ProcessEnv {
  return { ...process.env, ...(electron ? { ELECTRON_RUN_AS_NODE: '1' } : {}) };
}
