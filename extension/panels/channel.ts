// Extension host's end of the channel to one page. Nothing is posted before the page says `ready`. A page that loads again
// (moved to another group, shown after it was hidden) says it again and gets the last state again.

import { ShapeError } from '../../engine/protocol/shape.js';
import type { FrameMessage } from './checkedMessage.js';

/** The part of a vscode.Webview that carries messages. */
export interface Page {
  postMessage(message: unknown): Thenable<boolean>;
  onDidReceiveMessage(receive: (message: unknown) => void): { dispose(): void };
}

export interface Channel<Down> {
  /** State of the page: posted now or when the page is ready, and each time it loads again. */
  show(state: Down): void;
  /** Posted once, after the page has its state and what its owner posts to a page that has loaded. */
  postOnce(message: Down): void;
  /** Posts at once; the message is lost if the page is not loaded. */
  post(message: Down): void;
  /** The page is about to load anew. */
  reloading(): void;
  dispose(): void;
}

export interface Receiver<Message> {
  /** The page has loaded, for the first time or again, and has its state. */
  ready(): void;
  receive(message: Exclude<Message, { readonly type: 'ready' }>): void;
  /** A message that does not fit its contract, in words. */
  dropped(why: string): void;
}

/** `read` checks a message; it throws ShapeError. */
export function openChannel<Down, Message extends FrameMessage | { readonly type: string }>(
  page: Page,
  read: (message: unknown) => Message,
  receiver: Receiver<Message>,
): Channel<Down> {
  let isReady = false;
  let state: Down | undefined;
  let once: Down[] = [];

  const postState = () => {
    if (isReady && state !== undefined) void page.postMessage(state);
  };
  const postWaiting = () => {
    if (!isReady || state === undefined) return;
    for (const message of once) void page.postMessage(message);
    once = [];
  };
  const receive = (message: Message) => {
    if (message.type !== 'ready') {
      receiver.receive(message as Exclude<Message, { readonly type: 'ready' }>); // the condition above excludes `ready`
      return;
    }
    isReady = true;
    postState();
    receiver.ready();
    postWaiting();
  };
  const listener = page.onDidReceiveMessage((message) => {
    let checked: Message;
    try {
      checked = read(message);
    } catch (thrown) {
      if (!(thrown instanceof ShapeError)) throw thrown;
      receiver.dropped(thrown.message);
      return;
    }
    receive(checked);
  });

  return {
    show: (next) => {
      state = next;
      postState();
      postWaiting();
    },
    postOnce: (message) => {
      once.push(message);
      postWaiting();
    },
    post: (message) => {
      if (isReady) void page.postMessage(message);
    },
    reloading: () => {
      isReady = false;
    },
    dispose: () => listener.dispose(),
  };
}
