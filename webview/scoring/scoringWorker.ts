// The page's end of the scoring worker. A webview starts workers from blobs only, so its source is fetched once.

import type { WorkerAnswer, WorkerRequest } from './workerMessages.js';

let source: Promise<string> | undefined;

type Asked = WorkerRequest extends infer R ? (R extends WorkerRequest ? Omit<R, 'id'> : never) : never;

/** Where the page's HTML says that the worker's script is. */
function workerSource(): Promise<string> {
  source ??= fetchFile(document.body.dataset.worker ?? '').then((bytes) =>
    URL.createObjectURL(new Blob([bytes], { type: 'text/javascript' })),
  );
  return source;
}

/** Bytes of a file of the result. Rejects with words for people. */
export async function fetchFile(uri: string): Promise<ArrayBuffer> {
  const response = await fetch(uri);
  if (!response.ok) throw new Error(`A file of the result cannot be read (${response.status}).`);
  return response.arrayBuffer();
}

/** One thread; `stop` ends it, and its open requests are never answered. */
export class ScoringWorker {
  private thread: Promise<Worker> | undefined;
  private asked = 0;
  private stopped = false;
  private readonly waiting = new Map<
    number,
    { readonly resolve: (answer: WorkerAnswer) => void; readonly reject: (reason: Error) => void }
  >();

  async ask(request: Asked, transfer: Transferable[] = []): Promise<WorkerAnswer> {
    this.thread ??= this.start();
    const thread = await this.thread;
    const id = ++this.asked;
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject });
      thread.postMessage({ ...request, id }, transfer);
    });
  }

  stop(): void {
    this.stopped = true;
    void this.thread?.then((thread) => thread.terminate());
  }

  private async start(): Promise<Worker> {
    const thread = new Worker(await workerSource());
    if (this.stopped) thread.terminate();
    thread.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      const waiting = this.waiting.get(data.id);
      this.waiting.delete(data.id);
      if (data.type === 'failed') waiting?.reject(new Error(data.message));
      else waiting?.resolve(data);
    };
    thread.onerror = ({ message }) => {
      for (const { reject } of this.waiting.values()) reject(new Error(message));
      this.waiting.clear();
    };
    return thread;
  }
}
