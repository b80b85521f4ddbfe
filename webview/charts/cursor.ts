// Place of the pointer on the axis that all charts share. Every chart shows it, without being drawn again.

type Listener = (x: number | undefined) => void;

export interface SharedCursor {
  set(x: number | undefined): void;
  /** Calls back for every move; returns how to stop. */
  listen(listener: Listener): () => void;
}

export function sharedCursor(): SharedCursor {
  const listeners = new Set<Listener>();
  return {
    set: (x) => {
      for (const listener of listeners) listener(x);
    },
    listen: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
