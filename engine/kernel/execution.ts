// The running cell: its outputs, its interruption, and the way in which awaiting code hears of it. It is a plain
// variable: with an AsyncLocalStorage, Node checks its stack of callbacks and dies when a busy cell is terminated.

import type { CellOutput } from '../protocol/kernelRequests.js';

export interface Execution {
  readonly signal: AbortSignal;
  /** False after the cell's end: what its timers still write belongs to no output. */
  readonly isOpen: () => boolean;
  readonly output: (output: CellOutput) => void;
}

/** Thrown at each `await` of a cell that was interrupted. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';

  constructor() {
    super('The cell was interrupted.');
  }
}

let current: Execution | undefined;

/** Begins a cell, or ends it with undefined. */
export function setCurrentExecution(execution: Execution | undefined): void {
  current = execution;
}

/** The running cell, to which outputs of timers of earlier cells go as well. */
export function currentExecution(): Execution | undefined {
  return current;
}

/** The value, or Interrupted as soon as the cell is interrupted. */
export async function waitFor<T>(value: T | PromiseLike<T>): Promise<T> {
  const signal = currentExecution()?.signal;
  if (!signal) return value;
  if (signal.aborted) throw new Interrupted();
  let interrupt!: () => void;
  const interrupted = new Promise<never>((_, reject) => {
    interrupt = () => reject(new Interrupted());
  });
  signal.addEventListener('abort', interrupt);
  try {
    return await Promise.race([value, interrupted]);
  } finally {
    signal.removeEventListener('abort', interrupt);
  }
}

/** Values of a loop `for await`, until the cell is interrupted. */
export async function* waitForEach<T>(values: AsyncIterable<T> | Iterable<T>): AsyncGenerator<T> {
  const iterator =
    Symbol.asyncIterator in values ? values[Symbol.asyncIterator]() : values[Symbol.iterator]();
  try {
    for (;;) {
      const next = await waitFor<IteratorResult<T>>(iterator.next());
      if (next.done) return;
      yield await waitFor(next.value);
    }
  } finally {
    await iterator.return?.();
  }
}
