// Pictures that the page cannot fetch: it asks the extension host for them, and each answer goes to whoever waits for it.

import { ASKED_FOR, type PictureMessage } from '../messages/training.js';

export interface AskedPictures {
  /** Rejects with what the host says where there is none. */
  readonly ask: (uri: string) => Promise<Blob>;
  /** An answer of the host. */
  receive(message: PictureMessage): void;
}

export function isAskedFor(uri: string): boolean {
  return uri.startsWith(ASKED_FOR);
}

export function askedPictures(post: (uri: string) => void): AskedPictures {
  const waiting = new Map<
    string,
    { readonly done: (picture: Blob) => void; readonly failed: (why: Error) => void }[]
  >();
  return {
    ask: (uri) =>
      new Promise((done, failed) => {
        const others = waiting.get(uri);
        if (others) others.push({ done, failed });
        else {
          waiting.set(uri, [{ done, failed }]);
          post(uri);
        }
      }),
    receive: ({ uri, bytes, problem }) => {
      const those = waiting.get(uri) ?? [];
      waiting.delete(uri);
      for (const { done, failed } of those) {
        // A copy: what a message brought may be backed by shared memory, of which no blob is made.
        if (bytes) done(new Blob([new Uint8Array(bytes)]));
        else failed(new Error(problem ?? 'The picture is not there.'));
      }
    },
  };
}
