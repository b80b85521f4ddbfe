// The page's end of the channel to the extension host. State comes down, intents go up; nothing is answered.

import type { ViewerDown, ViewerUp } from '../messages/viewer.js';

export interface Host<Down, Up> {
  post(message: Up): void;
  /** Calls back for every message; returns how to stop. Only the extension host can post to this page. */
  listen(receive: (message: Down) => void): () => void;
  /** Kept by VS Code over reloads: what `save` was given last. */
  readonly saved: unknown;
  save(state: unknown): void;
}

export type ViewerHost = Host<ViewerDown, ViewerUp>;

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
