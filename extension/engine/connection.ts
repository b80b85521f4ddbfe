// Extension's end of the channel to the engine: requests as typed, cancellable promises.

import type { ChildProcess } from 'node:child_process';
import {
  CancellationTokenSource,
  createMessageConnection,
  IPCMessageReader,
  IPCMessageWriter,
  ProgressType,
  RequestType,
  ResponseError,
} from 'vscode-jsonrpc/node.js';
import { EngineError } from '../../engine/protocol/errors.js';
import type { Progress } from '../../engine/protocol/progress.js';
import {
  ENGINE_ERROR,
  type EngineErrorData,
  type EngineRequests,
  type Envelope,
} from '../../engine/protocol/requests.js';
import type { ParamsOf, RequestTable, ResultOf } from '../../engine/protocol/requestTable.js';
import { l10n } from '../workbench/l10n.js';
import { ownArrays } from './ownArrays.js';

const PROGRESS = new ProgressType<unknown>();

export interface RequestOptions<Report = Progress> {
  /** Aborting it cancels the request, which then rejects with an EngineError of code `cancelled`. */
  readonly signal?: AbortSignal;
  readonly report?: (progress: Report) => void;
}

/** Error for a request that the engine did not answer: it crashed, was stopped, or never started. */
export class EngineGoneError extends Error {
  override readonly name = 'EngineGoneError';
}

/** `T`: the requests of the program at the other end; `Report`: progress that it reports. */
export interface EngineConnection<T extends RequestTable<T> = EngineRequests, Report = Progress> {
  /**
   * Rejects with the engine's EngineError, with EngineGoneError when the connection is closed first, or with a plain
   * Error for a defect in the engine.
   */
  request<M extends keyof T & string>(
    method: M,
    params: ParamsOf<T, M>,
    options?: RequestOptions<Report>,
  ): Promise<ResultOf<T, M>>;
  /** Rejects what is pending, and all later requests, with the reason. */
  close(reason: string): void;
}

/** Connects to a forked process over its IPC channel. */
export function connect<T extends RequestTable<T> = EngineRequests, Report = Progress>(
  child: ChildProcess,
): EngineConnection<T, Report> {
  const connection = createMessageConnection(new IPCMessageReader(child), new IPCMessageWriter(child));
  connection.listen();
  let closed: string | undefined;
  let tokens = 0;

  return {
    request: async (method, params, { signal, report } = {}) => {
      if (closed !== undefined) throw new EngineGoneError(closed);
      // Checked here, because a source that was cancelled before never fires.
      if (signal?.aborted) throw new EngineError('cancelled', l10n.t('Cancelled before it began.'));
      const progress = report && ++tokens;
      const listener =
        report && connection.onProgress(PROGRESS, progress!, report as (progress: unknown) => void);
      const cancellation = new CancellationTokenSource();
      const cancel = () => cancellation.cancel();
      signal?.addEventListener('abort', cancel);
      try {
        const type = new RequestType<Envelope<unknown>, never, EngineErrorData>(method);
        const envelope = { params, ...(progress === undefined ? {} : { progress }) };
        return ownArrays(await connection.sendRequest(type, envelope, cancellation.token));
      } catch (thrown) {
        throw closed === undefined ? errorOf(thrown) : new EngineGoneError(closed);
      } finally {
        signal?.removeEventListener('abort', cancel);
        cancellation.dispose();
        listener?.dispose();
      }
    },
    close: (reason) => {
      if (closed !== undefined) return;
      closed = reason;
      // Nothing else rejects the requests that a dead process has not answered.
      connection.dispose();
    },
  };
}

function errorOf(thrown: unknown): unknown {
  if (!(thrown instanceof ResponseError) || thrown.code !== ENGINE_ERROR) return thrown;
  const { code, diskFull = false } = thrown.data as EngineErrorData; // both ends are of one version: the handshake compares it
  return new EngineError(code, thrown.message, { diskFull });
}
