// Handlers of uncaught errors on `process`. WebAssembly's start code, made by Emscripten, adds handlers that throw
// every uncaught error again, and its end removes all handlers, those of a test runner or an error log too. Both are
// undone here.

const EVENTS = ['uncaughtException', 'unhandledRejection'] as const;

type Handler = (...args: unknown[]) => void;

/** Runs `work` and then restores the handlers of uncaught errors as they were before it. */
export async function keepingProcessHandlers<T>(work: () => T | Promise<T>): Promise<T> {
  const restore = rememberProcessHandlers();
  try {
    return await work();
  } finally {
    restore();
  }
}

/** Remembers the handlers of uncaught errors; the function that it returns restores them. */
export function rememberProcessHandlers(): () => void {
  const remembered = EVENTS.map((event) => ({ event, handlers: process.rawListeners(event) as Handler[] }));
  return () => {
    for (const { event, handlers } of remembered) {
      const now = process.rawListeners(event) as Handler[];
      for (const handler of now) if (!handlers.includes(handler)) process.removeListener(event, handler);
      for (const handler of handlers) if (!now.includes(handler)) process.on(event, handler);
    }
  };
}
