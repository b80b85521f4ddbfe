// Engine as the rest of the extension sees it: started by the first request, started again when it crashes, restarted
// when the user asks, gone when the window closes.

import type * as vscode from 'vscode';
import { setTimeout as sleep } from 'node:timers/promises';
import { asError, EngineError } from '../../engine/protocol/errors.js';
import {
  PROTOCOL_VERSION,
  type Handshake,
  type Method,
  type Params,
  type Result,
} from '../../engine/protocol/requests.js';
import { l10n } from '../workbench/l10n.js';
import { HEALTHY_AFTER_MS, restartDelayMs } from './backOff.js';
import { EngineGoneError, type EngineConnection, type RequestOptions } from './connection.js';
import { startProcess, type EngineLog, type EngineProcess } from './process.js';

export type EngineState =
  /** It has not been needed yet, or was stopped. */
  | { readonly name: 'stopped' }
  | { readonly name: 'starting' }
  /** `busy`: number of requests that it is answering. */
  | { readonly name: 'ready'; readonly handshake: Handshake; readonly busy: number }
  /** It crashed and will be started again by itself. */
  | { readonly name: 'crashed'; readonly how: string; readonly restartInMs: number }
  /** It crashed too often, or is of another version: only `restart` starts it again. */
  | { readonly name: 'failed'; readonly how: string };

export interface EngineOptions {
  /** The engine's entry script. */
  readonly script: string;
  readonly log: EngineLog;
  /** Variables for its environment, asked for at every start. */
  readonly variables?: () => Readonly<Record<string, string>>;
  /** Requests that every new process answers before any other. A failure is logged; the engine works without. */
  readonly prepare?: (request: EngineConnection['request']) => Promise<void>;
  /** Called at every change of state. */
  readonly changed?: (state: EngineState) => void;
  /** Delay of the next start after so many crashes in a row; undefined gives up. Default: `restartDelayMs`. */
  readonly delayMs?: (crashesInARow: number) => number | undefined;
}

/** Context of every feature that asks the engine. */
export interface EngineContext {
  readonly engine: Engine;
  readonly log: vscode.LogOutputChannel;
}

export class Engine {
  readonly #options: EngineOptions;
  #state: EngineState = { name: 'stopped' };
  /** The process that is starting or answers; none while stopped or waiting. */
  #process: EngineProcess | undefined;
  /** Resolves when that process, or the one after a wait, can answer. */
  #ready: Promise<EngineProcess> | undefined;
  #crashesInARow = 0;
  #wait = new AbortController();

  constructor(options: EngineOptions) {
    this.#options = options;
  }

  get state(): EngineState {
    return this.#state;
  }

  /** Asks the engine, which is started if need be. Rejections: see EngineConnection.request. */
  async request<M extends Method>(
    method: M,
    params: Params<M>,
    options: RequestOptions = {},
  ): Promise<Result<M>> {
    const process = await unlessAborted(this.#started(), options.signal);
    this.#countBusy(process, 1);
    try {
      return await process.connection.request(method, params, options);
    } finally {
      this.#countBusy(process, -1);
    }
  }

  /** Stops the engine if it runs, forgets its crashes, and starts it. */
  async restart(): Promise<void> {
    await this.stop();
    await this.#started();
  }

  /** Ends the process, or the wait for the next one; what is pending rejects. A later request starts it again. */
  async stop(): Promise<void> {
    const process = this.#process;
    this.#process = undefined;
    this.#ready = undefined;
    this.#crashesInARow = 0;
    this.#wait.abort();
    this.#change({ name: 'stopped' });
    await process?.stop();
  }

  #started(): Promise<EngineProcess> {
    if (this.#state.name === 'failed') return Promise.reject(gone(this.#state.how));
    return (this.#ready ??= this.#start());
  }

  async #start(): Promise<EngineProcess> {
    this.#change({ name: 'starting' });
    const process = startProcess(this.#options.script, this.#options.log, {
      variables: this.#options.variables?.() ?? {},
    });
    this.#process = process;
    const startedAt = performance.now();
    void process.ended.then((how) => this.#endedByItself(process, how, performance.now() - startedAt));

    const handshake = await process.connection.request('engine/handshake', {});
    if (handshake.protocolVersion !== PROTOCOL_VERSION) {
      const how = l10n.t(
        'it speaks version {0} of the protocol and the extension version {1}. Install the extension again',
        handshake.protocolVersion,
        PROTOCOL_VERSION,
      );
      this.#process = undefined;
      this.#ready = undefined;
      this.#change({ name: 'failed', how });
      await process.stop();
      throw gone(how);
    }
    this.#options.log.info(
      `DeepLIIF engine ${handshake.engineVersion} runs on Node ${handshake.nodeVersion} as process ${process.pid}.`,
    );
    await this.#prepare(process);
    this.#change({ name: 'ready', handshake, busy: 0 });
    return process;
  }

  async #prepare({ connection }: EngineProcess): Promise<void> {
    try {
      await this.#options.prepare?.((...args) => connection.request(...args));
    } catch (thrown) {
      if (thrown instanceof EngineGoneError) throw thrown;
      this.#options.log.warn(asError(thrown).message);
    }
  }

  #endedByItself(process: EngineProcess, how: string, livedMs: number): void {
    if (this.#process !== process) return; // it was stopped on purpose
    this.#process = undefined;
    this.#crashesInARow = livedMs > HEALTHY_AFTER_MS ? 1 : this.#crashesInARow + 1;
    const delayMs = (this.#options.delayMs ?? restartDelayMs)(this.#crashesInARow);
    if (delayMs === undefined) {
      this.#ready = undefined;
      const often = l10n.t('it ended {0} times in a row ({1})', this.#crashesInARow, how);
      this.#change({ name: 'failed', how: often });
      return;
    }
    this.#change({ name: 'crashed', how, restartInMs: delayMs });
    const ready = this.#startAfter(delayMs);
    ready.catch(() => undefined); // the state and the log have the error; requests that wait reject
    this.#ready = ready;
  }

  async #startAfter(delayMs: number): Promise<EngineProcess> {
    this.#wait = new AbortController();
    try {
      await sleep(delayMs, undefined, { signal: this.#wait.signal });
    } catch {
      throw gone(l10n.t('it was stopped')); // the only thing that ends the wait early
    }
    return this.#start();
  }

  #countBusy(process: EngineProcess, change: number): void {
    if (this.#process === process && this.#state.name === 'ready')
      this.#change({ ...this.#state, busy: this.#state.busy + change });
  }

  #change(state: EngineState): void {
    this.#state = state;
    if (state.name === 'crashed')
      this.#options.log.warn(
        `The engine ended (${state.how}); it is started again in ${state.restartInMs} ms.`,
      );
    if (state.name === 'failed') this.#options.log.warn(`The engine does not run: ${state.how}.`);
    this.#options.changed?.(state);
  }
}

function gone(how: string): EngineGoneError {
  return new EngineGoneError(
    l10n.t('The DeepLIIF engine does not run: {0}. The command "DeepLIIF: Restart Engine" starts it.', how),
  );
}

/** Follows the promise, unless the signal is aborted first: then it rejects with code `cancelled`. */
async function unlessAborted<T>(promise: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return promise;
  let cancel!: () => void;
  const cancelled = new Promise<never>((_, reject) => {
    cancel = () => reject(new EngineError('cancelled', l10n.t('Cancelled.')));
  });
  if (signal.aborted) cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await Promise.race([promise, cancelled]);
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}
