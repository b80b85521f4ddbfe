// Where the pointer is along the axis that all charts share: the others show it too, without being drawn anew.

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
