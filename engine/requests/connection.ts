// The engine's end of the channel: answers requests with functions. What a handler throws reaches the other end as a
// code and a message; the stack of a defect goes to stderr, which the extension shows in its log.

import { ProgressType, RequestType, ResponseError, type MessageConnection } from 'vscode-jsonrpc/node.js';
import { asError, EngineError } from '../protocol/errors.js';
import { DEFECT, ENGINE_ERROR, type EngineErrorData, type Envelope } from '../protocol/requests.js';
import type { ParamsOf, RequestTable, ResultOf } from '../protocol/requestTable.js';
import type { Handlers } from './engineHandlers.js';

const PROGRESS = new ProgressType<unknown>();

export interface Service {
  /** Cancels every request that is being answered and waits until their functions have returned. */
  cancelAll(): Promise<void>;
}

/** Connects each request of the table to its function and starts to listen. */
export function serve<T extends RequestTable<T>, Report>(
  connection: MessageConnection,
  handlers: Handlers<T, Report>,
): Service {
  const running = new Map<Promise<void>, AbortController>();

  for (const method of Object.keys(handlers) as (keyof T & string)[]) answer(method);
  connection.listen();

  function answer<M extends keyof T & string>(method: M): void {
    // A type object instead of a bare name: with a name, an omitted token would be sent as a second parameter.
    const type = new RequestType<Envelope<ParamsOf<T, M>>, ResultOf<T, M>, EngineErrorData>(method);
    connection.onRequest(type, (envelope: unknown, token) => {
      const { params, progress } = opened(envelope);
      const abort = new AbortController();
      // Cancelled while it was queued: then its event has fired already.
      if (token.isCancellationRequested) abort.abort();
      token.onCancellationRequested(() => abort.abort());
      const report = (done: Report) => {
        if (progress !== undefined) void connection.sendProgress(PROGRESS, progress, done);
      };
      const result = run(() => handlers[method](params as ParamsOf<T, M>, { signal: abort.signal, report }));
      const ended = result.then(
        () => void running.delete(ended),
        () => void running.delete(ended),
      );
      running.set(ended, abort);
      return result.catch((thrown: unknown) => responseError(method, thrown));
    });
  }

  return {
    cancelAll: async () => {
      for (const abort of running.values()) abort.abort();
      await Promise.all(running.keys());
    },
  };
}

/** Opens an envelope. Messages are untrusted: `checked` validates the parameters. */
function opened(envelope: unknown): { readonly params?: unknown; readonly progress?: number } {
  const { params, progress } = (envelope ?? {}) as Readonly<Record<string, unknown>>;
  return { params, ...(typeof progress === 'number' ? { progress } : {}) };
}

/** A function that throws before its first await rejects like any other. */
async function run<T>(work: () => Promise<T>): Promise<T> {
  return await work();
}

function responseError(method: string, thrown: unknown): ResponseError<EngineErrorData> {
  if (thrown instanceof EngineError)
    return new ResponseError(ENGINE_ERROR, thrown.message, {
      code: thrown.code,
      ...(thrown.diskFull ? { diskFull: true } : {}),
    });
  const error = asError(thrown);
  process.stderr.write(`${method} failed, which is a defect of DeepLIIF: ${error.stack ?? error.message}\n`);
  return new ResponseError(DEFECT, error.message);
}
