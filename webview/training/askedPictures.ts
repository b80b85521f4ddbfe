// Pictures that the page cannot fetch: it asks the extension host for them, and hands each answer to all who wait for it.

import { ASKED_FOR, type PictureMessage } from '../messages/training.js';
import { t } from '../ui/l10n.js';

export interface AskedPictures {
  /** Rejects with the reason of the host if there is no picture. */
  readonly ask: (uri: string) => Promise<Blob>;
  /** Takes an answer of the host. */
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
        // A copy, since a blob cannot be made of shared memory, which may back the bytes of a message.
        if (bytes) done(new Blob([new Uint8Array(bytes)]));
        else failed(new Error(problem ?? t('There is no such picture.')));
      }
    },
  };
}
