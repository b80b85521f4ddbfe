// The page's end of the channel to the extension host. State comes down, intents go up; no message has an answer.

import { useEffect } from 'preact/hooks';
import type { PageUp } from '../messages/page.js';

export interface Host<Down, Up> {
  post(message: Up): void;
  /** Calls back for every message; returns how to stop. Only the extension host can post to this page. */
  listen(receive: (message: Down) => void): () => void;
  /** State that was given to `save` last; VS Code keeps it over reloads. */
  readonly saved: unknown;
  save(state: unknown): void;
}

/** Can be called once per page. */
export function connectHost<Down, Up>(): Host<Down, Up> {
  const api = acquireVsCodeApi();
  return {
    post: (message) => api.postMessage(message),
    listen: (receive) => {
      const listener = (event: MessageEvent<Down>) => receive(event.data);
      window.addEventListener('message', listener);
      return () => window.removeEventListener('message', listener);
    },
    saved: api.getState(),
    save: (state) => void api.setState(state),
  };
}

/** Receives the messages of the host as long as the component lives, and tells the host that the page is ready. */
export function useMessages<Down, Up>(host: Host<Down, Up | PageUp>, receive: (message: Down) => void): void {
  useEffect(() => {
    const stop = host.listen(receive);
    host.post({ type: 'ready' });
    return stop;
  }, []);
}
