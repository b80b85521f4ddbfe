// A lane as the backend sees it: a worker thread, or for files from elsewhere a process, to which it sends requests.

import { Worker } from 'node:worker_threads';
import { EngineError } from '../../protocol/errors.js';
import type { LaneAnswers, LaneImage, LaneRequest, LaneSettings, NumberedAnswer } from './laneMessages.js';

export interface Lane {
  /** Opens a session and gives its number. The file's buffer is given away. */
  load(file: Uint8Array<ArrayBuffer>): Promise<number>;
  /** Inputs and outputs that a session declares. */
  describe(session: number): Promise<LaneAnswers['describe']>;
  /** Outputs by name. The image's buffer is given away. */
  run(session: number, image: LaneImage): Promise<Readonly<Record<string, LaneImage>>>;
  release(session: number): Promise<void>;
  /** Ends the thread and all its sessions. */
  close(): Promise<void>;
}

/** Thread or process at the other end of a lane. */
export interface LaneEnd {
  post(message: object, transfer: readonly ArrayBuffer[]): void;
  /** Says whether this process waits for answers. */
  keepAlive(keeps: boolean): void;
  close(): Promise<unknown>;
  /** Starts to listen. `ended` may be called several times; the first one counts. */
  listen(received: (message: NumberedAnswer) => void, ended: (why: string, cause?: unknown) => void): void;
}

interface Waiting {
  resolve(value: LaneAnswers[keyof LaneAnswers]): void;
  reject(error: EngineError): void;
}

/** Starts a thread. It does not keep the process alive while nothing is asked of it. */
export function startLane(settings: LaneSettings): Lane {
  const worker = new Worker(new URL('./onnxLane.js', import.meta.url), { workerData: settings });
  return laneTo({
    post: (message, transfer) => worker.postMessage(message, transfer),
    keepAlive: (keeps) => (keeps ? worker.ref() : worker.unref()),
    close: () => worker.terminate(),
    listen(received, ended) {
      worker.on('message', received);
      worker.on('error', (error: Error) => ended(error.message, error));
      worker.on('exit', (code) => ended(`exit code ${code}`));
    },
  });
}

/** Numbers the requests and gives each its answer. */
export function laneTo(end: LaneEnd): Lane {
  const waiting = new Map<number, Waiting>();
  let asked = 0;
  let ended: EngineError | undefined;

  const settle = (id: number): Waiting | undefined => {
    const request = waiting.get(id);
    waiting.delete(id);
    if (waiting.size === 0) end.keepAlive(false);
    return request;
  };

  end.keepAlive(false);
  end.listen(
    (message) => {
      const request = settle(message.id);
      if ('error' in message) request?.reject(new EngineError(message.error.code, message.error.message));
      else request?.resolve(message.answer);
    },
    (why, cause) => {
      ended ??= endedEarly(why, cause);
      for (const id of [...waiting.keys()]) settle(id)?.reject(ended);
    },
  );

  /** The answer's type follows from the request's kind. */
  const ask = <Request extends LaneRequest>(request: Request, transfer: readonly ArrayBuffer[] = []) =>
    new Promise<LaneAnswers[Request['kind']]>((resolve, reject) => {
      if (ended) {
        reject(ended);
        return;
      }
      const id = ++asked;
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject });
      end.keepAlive(true);
      end.post({ id, request }, transfer);
    });

  return {
    load: (file) => ask({ kind: 'load', file }, [file.buffer]),
    describe: (session) => ask({ kind: 'describe', session }),
    run: (session, image) => ask({ kind: 'run', session, image }, [image.data.buffer]),
    release: async (session) => void (await ask({ kind: 'release', session })),
    close: async () => {
      ended ??= new EngineError('backend-unavailable', 'The onnxruntime backend was already disposed.');
      end.keepAlive(true); // or the process could end before the thread has
      await end.close();
    },
  };
}

function endedEarly(why: string, cause?: unknown): EngineError {
  return new EngineError(
    'backend-unavailable',
    `The thread that runs onnxruntime ended unexpectedly (${why}). Choose another backend.`,
    { cause },
  );
}
