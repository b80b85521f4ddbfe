// The extension host's end of the channel to one page. Nothing is posted before the page says `ready`, and a page that
// loads again (moved to another group, shown after being hidden) says it again and gets the last state again.

import type { ViewerDown, ViewerState, ViewerUp } from '../../webview/messages/viewer.js';
import { ShapeError } from '../../engine/protocol/shape.js';
import { readIntent } from '../viewer/viewerIntents.js';

/** What a vscode.Webview has of it. */
export interface Page {
  postMessage(message: unknown): Thenable<boolean>;
  onDidReceiveMessage(receive: (message: unknown) => void): { dispose(): void };
}

export interface Channel {
  /** The page shows this, now or when it is ready. */
  show(state: ViewerState): void;
  /** Once, after the page shows something. */
  reveal(part: Extract<ViewerDown, { type: 'reveal' }>['part']): void;
  /** Lost when the page is not there: it asks for tiles again. */
  tile(message: Extract<ViewerDown, { type: 'tile' | 'tileFailed' }>): void;
  /** The page is about to load anew. */
  reloading(): void;
  dispose(): void;
}

export interface Receiver {
  /** A page has loaded, for the first time or again. */
  ready(): void;
  receive(intent: Exclude<ViewerUp, { type: 'ready' }>): void;
  /** A message that is none, in words. */
  dropped(why: string): void;
}

export function openChannel(page: Page, receiver: Receiver): Channel {
  let isReady = false;
  let state: ViewerState | undefined;
  let part: Extract<ViewerDown, { type: 'reveal' }>['part'] | undefined;

  const post = (message: ViewerDown) => void page.postMessage(message);
  const flush = () => {
    if (!isReady || !state) return;
    post({ type: 'show', state });
    if (part) post({ type: 'reveal', part });
    part = undefined;
  };
  const listener = page.onDidReceiveMessage((message) => {
    const intent = intentOf(message, receiver);
    if (intent?.type === 'ready') {
      isReady = true;
      receiver.ready();
      flush();
    } else if (intent) receiver.receive(intent);
  });

  return {
    show: (next) => {
      state = next;
      flush();
    },
    reveal: (which) => {
      part = which;
      if (isReady && state) {
        post({ type: 'reveal', part: which });
        part = undefined;
      }
    },
    tile: (message) => {
      if (isReady) post(message);
    },
    reloading: () => {
      isReady = false;
    },
    dispose: () => listener.dispose(),
  };
}

function intentOf(message: unknown, receiver: Receiver): ViewerUp | undefined {
  try {
    return readIntent(message);
  } catch (thrown) {
    if (!(thrown instanceof ShapeError)) throw thrown;
    receiver.dropped(thrown.message);
    return undefined;
  }
}
